SELECT 'a rule changed what it counts' AS fault FROM rule WHERE count_by <> 'payment';
