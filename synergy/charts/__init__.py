"""Pictures: rows of plain values come in, a figure for Plotly and the same figure as static SVG go out."""
