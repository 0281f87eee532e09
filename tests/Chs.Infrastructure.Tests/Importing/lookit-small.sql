-- Robin has a lab with three studies. Ada and Bo are parents. Mika, a child of Ada, has taken part.
INSERT INTO django_content_type VALUES (1, 'accounts', 'user'), (2, 'studies', 'study');
INSERT INTO auth_permission
VALUES (1, 1, 'can_read_usernames'), (2, 2, 'read_study__responses'), (3, 2, 'edit_study__<APPROVAL>');
INSERT INTO auth_group
VALUES (1, 'LOOKIT_ADMIN'), (2, 'Data team'), (11, 'GUEST :: Lab'), (12, 'READONLY :: Lab'), (13, 'MEMBER :: Lab'),
       (14, 'ADMIN :: Lab'), (21, 'ANALYSIS :: Study'), (22, 'SUBMISSION_PROCESSOR :: Study'), (23, 'ADMIN :: Study');
INSERT INTO auth_group_permissions VALUES (2, 2);
INSERT INTO accounts_user (
    id, uuid, username, password, given_name, is_researcher, is_staff, date_created, linked_former_lookit_ids)
VALUES (7, 'aaaaaaaa-0000-4000-8000-000000000007', 'Robin@Lab.example',
        'pbkdf2_sha256$1000$salt$boRToEKoQr22LeDTyHDsEkHpDsDOTyWJq16HknEiweU=', 'Robin', true, true,
        '2024-02-03 04:05:06.789012+00', '{old,"o,l\"d"}');
INSERT INTO accounts_user (id, uuid, username, password, given_name, is_active, email_new_studies)
VALUES (8, 'aaaaaaaa-0000-4000-8000-000000000008', 'ada@x.example', '!', 'Ada', true, false),
       (9, 'aaaaaaaa-0000-4000-8000-000000000009', 'bo@x.example', '!', 'Bo', false, true);
INSERT INTO accounts_user_groups VALUES (7, 1), (7, 2), (7, 14), (7, 12), (7, 21), (7, 22), (8, 21);
INSERT INTO accounts_user_user_permissions VALUES (7, 1);
INSERT INTO accounts_googleauthenticatortotp VALUES (7, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', true);
INSERT INTO authtoken_token VALUES ('0123456789abcdef0123456789abcdef01234567', '2024-01-01', 7);
INSERT INTO accounts_demographicdata (
    id, uuid, user_id, created_at, number_of_children, child_birthdays, us_race_ethnicity_identification, extra)
VALUES (3, 'bbbbbbbb-0000-4000-8000-000000000003', 8, '2024-01-01', '2', '{2020-01-02,2021-03-04}', 'white,asian',
        '{"no": true}');
INSERT INTO accounts_demographicdata (id, uuid, user_id, previous_id, created_at)
VALUES (4, 'bbbbbbbb-0000-4000-8000-000000000004', 8, 3, '2024-01-02');
INSERT INTO accounts_child (
    id, uuid, user_id, given_name, birthday, gender, gestational_age_at_birth, existing_conditions, languages_spoken)
VALUES (5, 'cccccccc-0000-4000-8000-000000000005', 8, 'Mika', '2020-01-02', 'f', 17, 3, 576460752303423489);
INSERT INTO studies_lab (
    id, uuid, name, slug, contact_email, guest_group_id, readonly_group_id, member_group_id, admin_group_id)
VALUES (2, 'dddddddd-0000-4000-8000-000000000002', 'Lab', 'lab', 'lab@x.example', 11, 12, 13, 14);
INSERT INTO studies_lab_researchers VALUES (2, 7), (2, 8);
INSERT INTO studies_lab_requested_researchers VALUES (2, 9);
INSERT INTO studies_study (
    id, uuid, name, study_type_id, lab_id, creator_id, state, salt, metadata, structure, analysis_group_id,
    submission_processor_group_id, admin_group_id, comments_extra, status_change_date, criteria_expression)
VALUES (4, 'eeeeeeee-0000-4000-8000-000000000004', 'Frames', 1, 2, 7, 'active',
        'eeeeeeee-0000-4000-8000-0000000000aa',
        '{"player_repo_url": "https://git.example/player", "last_known_player_sha": "abc"}',
        '{"frames": {"a": 1.10}, "sequence": ["a"], "exact_text": "x"}', 21, 22, 23, '{"issue_length": "long"}',
        '2024-03-01', 'deaf OR speaks_en'),
       (6, 'eeeeeeee-0000-4000-8000-000000000006', 'Trials', 3, 2, 7, 'paused',
        'eeeeeeee-0000-4000-8000-0000000000bb', '{"experiment": "initJsPsych()"}', '{}', NULL, NULL, NULL, NULL, NULL,
        ''),
       (9, 'eeeeeeee-0000-4000-8000-000000000009', 'Elsewhere', 2, 2, NULL, 'created',
        'eeeeeeee-0000-4000-8000-0000000000cc',
        '{"url": "https://s.example", "scheduled": true, "scheduling": "Calendly"}', '{}', NULL, NULL, NULL, NULL,
        NULL, '');
INSERT INTO studies_study_must_have_participated VALUES (4, 6);
INSERT INTO studies_study_must_not_have_participated VALUES (4, 9);
INSERT INTO studies_studylog
VALUES (1, 'ffffffff-0000-4000-8000-000000000001', 4, 7, 'created', '{"comments": "x"}',
        '2024-01-05 06:07:08.000009+00');
INSERT INTO studies_response (
    id, uuid, study_id, study_type_id, child_id, demographic_snapshot_id, completed_consent_frame, exp_data, sequence,
    eligibility, recording_method, researcher_payment_status, researcher_session_status, researcher_star,
    date_modified)
VALUES (10, '99999999-0000-4000-8000-000000000010', 4, 1, 5, 4, true,
        '{"0-a": {"z": 1.10, "a": [null, 12345678901234567890, 1e400, "é\u0007"]}, "1-exit": {"frameType": "EXIT", "withdrawal": true}}',
        '{0-a,1-exit}', '{Eligible}', NULL, 'to_pay', 'communication_complete', true, '2024-05-06 07:08:09.123456+00'),
       (11, '99999999-0000-4000-8000-000000000011', 6, 3, 5, NULL, false,
        '[{"trial_index": 0, "trial_type": "t"}, 5, null]', '{0-t}', '{Ineligible_TooOld,Ineligible_TooYoung}',
        'jspsych', '', '', false, now()),
       (12, '99999999-0000-4000-8000-000000000012', 6, 3, 5, NULL, false, '[{"trial_index": 0, "trial_type": "t"}]',
        '{other}', NULL, 'jspsych', '', '', false, now()),
       (13, '99999999-0000-4000-8000-000000000013', 4, 1, 5, NULL, false, '"odd"', '{}', '{}', 'pipe', '', '', false,
        now());
INSERT INTO studies_consentruling
VALUES (1, '11111111-0000-4000-8000-000000000001', 10, 'rejected', 7, NULL, '2024-06-01'),
       (2, '11111111-0000-4000-8000-000000000002', 10, 'accepted', NULL, 'ok', '2024-06-02');
INSERT INTO studies_feedback VALUES (1, '22222222-0000-4000-8000-000000000001', 10, 7, 'Thanks');
INSERT INTO studies_video
VALUES (1, '33333333-0000-4000-8000-000000000001', 4, 10, '0-a', 'v.mp4', NULL, NULL, '2024-01-01', true, '2024-01-01');
INSERT INTO accounts_message
VALUES (1, '44444444-0000-4000-8000-000000000001', NULL, 'Hi', 'Body', 4, '2024-01-01', NULL);
INSERT INTO accounts_message_recipients VALUES (1, 8);
INSERT INTO accounts_message_children_of_interest VALUES (1, 5);
