"""What documents tell: when things happened, who says so, and which narratives are voiced."""
