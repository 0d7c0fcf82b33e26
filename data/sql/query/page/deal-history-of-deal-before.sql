SELECT b.id < a.id FROM deal_history a, deal_history b WHERE a.id = ?1 AND b.id = ?2 AND a.deal = ?3 AND b.deal = ?3
