-- Deals that came into follow-up before ?1 (UTC ms).
SELECT id FROM deal WHERE on_board = 1 AND stage = 'FOLLOWUP' AND stage_since < ?1 LIMIT 500
