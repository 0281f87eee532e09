-- $yes, $no, $now and $blob stand for literals, which differ between the databases.
INSERT INTO users (
    id, uuid, email, password_hash, given_name, middle_name, family_name, nickname,
    is_active, is_researcher, is_staff, created_at, version)
VALUES (1, '00000001-0000-4000-8000-000000000000', '1@x.org', 'h', '', '', '', '', $yes, $yes, $yes, $now, 1),
       (2, '00000002-0000-4000-8000-000000000000', '2@x.org', 'h', '', '', '', '', $yes, $yes, $no, $now, 1);

INSERT INTO children (
    id, uuid, user_id, given_name, birthday, gender, gender_self_describe, additional_information,
    conditions, languages, is_deleted, version)
VALUES (1, '10000000-0000-4000-8000-000000000000', 2, 'Mika', '2022-02-02', 4, '', '', 0, 0, $no, 1);

INSERT INTO studies (
    id, uuid, type, state, is_public, is_preview_shared, full_screen, is_built,
    salt, hash_digits, draft_number, created_at, modified_at, version,
    name, preview_summary, short_description, purpose, criteria, compensation, duration, contact_info, exit_url,
    min_age_years, min_age_months, min_age_days, max_age_years, max_age_months, max_age_days)
VALUES (1, '20000000-0000-4000-8000-000000000000', 3, 'Active', $yes, $no, $yes, $no,
        '20000000-0000-4000-8000-000000000001', 6, 1, $now, $now, 1,
        'S', '', '', '', '', '', '', '', '',
        0, 0, 0, 18, 0, 0);

INSERT INTO study_memberships VALUES (1, 1, 7);

INSERT INTO responses (
    id, uuid, study_id, study_version, study_type, child_id, participant_id, is_preview,
    completed, completed_consent_frame, survey_consent, conditions, global_event_timings, eligibility,
    ruling, is_open, created_at, modified_at, shape, entry_count, entries_digest, version)
VALUES (1, '30000000-0000-4000-8000-000000000000', 1, 1, 3, 1, 2, $no,
        $no, $no, $no, '', '', '',
        1, $no, $now, $now, 2, 0, $blob, 1);

INSERT INTO consent_rulings (id, response_id, ruling, comment, created_at)
VALUES (1, 1, 2, '', $now), (2, 1, 3, '', $now);
