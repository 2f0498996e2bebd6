"""Live pictures of a running hub: floor, rooms and network as compact bytes, as reported and as they really are."""
