SELECT b.id < a.id FROM right_change a, right_change b WHERE a.id = ?1 AND b.id = ?2
