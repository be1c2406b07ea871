"""The charts of a record as SVG, one file a chart."""
