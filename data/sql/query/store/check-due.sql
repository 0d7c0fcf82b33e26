-- Rows of board_due that differ from a recomputation, in either direction. Scans: only for the check.
SELECT 'board_due ' || stage || ' ' || hour FROM (
  SELECT stage, hour, deals FROM board_due WHERE deals <> 0
  EXCEPT
  SELECT stage, next_contact_at / 3600000, count(*) FROM deal WHERE on_board = 1 AND next_contact_at IS NOT NULL
    GROUP BY stage, next_contact_at / 3600000)
UNION ALL
SELECT 'board_due ' || stage || ' ' || hour FROM (
  SELECT stage, next_contact_at / 3600000 AS hour, count(*) FROM deal WHERE on_board = 1 AND next_contact_at IS NOT NULL
    GROUP BY stage, next_contact_at / 3600000
  EXCEPT
  SELECT stage, hour, deals FROM board_due)
