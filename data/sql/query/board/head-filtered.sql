-- Head of a column with filters: deals, sum, overdue. Parameters as in column-filtered; ?1 now, ?2 midnight of today.
SELECT count (*), coalesce (sum (d.amount), 0), coalesce (sum (d.next_contact_at < ?1 AND d.next_contact_at <> ?2), 0)
    FROM deal d
    JOIN customer c ON c.id = d.customer
    WHERE d.stage = ?3 AND d.on_board = 1
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
