"""What several detectors share: the register as arrays, memories of bounded size, and how to speak."""
