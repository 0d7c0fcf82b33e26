WITH shown AS (
  SELECT d.id AS id, coalesce (d.next_contact_at, 0) AS at FROM deal d
    JOIN customer c ON c.id = d.customer
    WHERE d.id IN (?1, ?2) AND d.stage = ?3 AND d.on_board = 1
      AND (?4 IS NULL OR d.consultant = ?4)
      AND (?5 IS NULL OR d.grade = ?5)
      AND (?6 IS NULL OR d.source = ?6)
      AND (?7 IS NULL OR (d.next_contact_at < ?7 AND d.next_contact_at <> ?8))
      AND (?9 IS NULL OR instr (lower (c.name), ?9) > 0 OR instr (c.pinyin, ?9) > 0
           OR instr (c.initials, ?9) > 0 OR instr (lower (d.model), ?9) > 0
           OR c.phone_hash = search_hash (?9) OR c.phone2_hash = search_hash (?9)
           OR c.phone_tail = search_tail (?9) OR c.phone2_tail = search_tail (?9))
      AND (?10 IS NULL OR d.consultant = ?10 OR (d.former_consultant = ?10 AND d.handed_over_at >= ?12)
           OR (d.consultant IS NULL AND d.created_by = ?10))
      AND (?11 IS NULL OR d.consultant IS NULL OR d.consultant IN (SELECT id FROM staff WHERE team = ?11))
)
SELECT (a.at, a.id) < (b.at, b.id) FROM shown a, shown b WHERE a.id = ?1 AND b.id = ?2
