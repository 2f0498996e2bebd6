"""The physical half: floor, fleet, orders, people, rooms and sensors; blind to networks."""
