"""The product beside what people would pick instead: same words, same weights; docs/peers.md."""
