"""What changes something: each public function is one act, one transaction."""
