"""How `./run docs` makes a site of these pages, which are plain Markdown and are read as such, too."""

project = "Architecture Decision Advisor"
html_title = project
extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["site"]
html_theme = "furo"
html_theme_options = {"top_of_page_buttons": []}
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
