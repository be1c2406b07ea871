"""The tests mirror advisor/, room by room; `./run test` runs them all."""
