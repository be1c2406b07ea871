"""Who answers which services."""
