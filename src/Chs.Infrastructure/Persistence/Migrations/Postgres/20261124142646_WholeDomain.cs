using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Chs.Infrastructure.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class WholeDomain : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_study_memberships",
                table: "study_memberships");

            migrationBuilder.DropPrimaryKey(
                name: "pk_lab_memberships",
                table: "lab_memberships");

            // No way to answer the survey was there before: what the column holds is no answer.
            migrationBuilder.Sql("UPDATE demographic_snapshots SET answers = ''");

            migrationBuilder.RenameColumn(
                name: "answers",
                table: "demographic_snapshots",
                newName: "state");

            migrationBuilder.AddColumn<string>(
                name: "admin_comments",
                table: "users",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "email_new_studies",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "email_next_session",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "email_response_questions",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "email_study_updates",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "former_lookit_id",
                table: "users",
                type: "character varying(255)",
                maxLength: 255,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "identicon",
                table: "users",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_spam",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_superuser",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "linked_former_lookit_ids",
                table: "users",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "locale",
                table: "users",
                type: "character varying(255)",
                maxLength: 255,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "rights_on_labs",
                table: "users",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "rights_on_studies",
                table: "users",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "site_rights",
                table: "users",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "time_zone",
                table: "users",
                type: "character varying(255)",
                maxLength: 255,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "runner_commit",
                table: "study_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "runner_repository",
                table: "study_versions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "comments",
                table: "studies",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "declarations",
                table: "studies",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "image",
                table: "studies",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_scheduled",
                table: "studies",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "other_platform",
                table: "studies",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "other_scheduling",
                table: "studies",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "platform",
                table: "studies",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "priority",
                table: "studies",
                type: "integer",
                nullable: false,
                defaultValue: 99);

            migrationBuilder.AddColumn<string>(
                name: "scheduling",
                table: "studies",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "is_starred",
                table: "responses",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "payment",
                table: "responses",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "session_status",
                table: "responses",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AlterColumn<DateTime>(
                name: "created_at",
                table: "labs",
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTime),
                oldType: "timestamp with time zone");

            migrationBuilder.AddColumn<string>(
                name: "badge",
                table: "labs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "banner",
                table: "labs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "irb_contact",
                table: "labs",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "slug",
                table: "labs",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AlterColumn<DateTime>(
                name: "created_at",
                table: "feedback",
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTime),
                oldType: "timestamp with time zone");

            migrationBuilder.AlterColumn<long>(
                name: "user_id",
                table: "demographic_snapshots",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<string>(
                name: "additional_comments",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "age",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "annual_income",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "child_birthdays",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "country",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "density",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "education_level",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "extra",
                table: "demographic_snapshots",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "former_annual_income",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "gender",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "gender_self_describe",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "guardians_explanation",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "number_of_children",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "number_of_guardians",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "old_languages_spoken_at_home",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "old_number_of_books",
                table: "demographic_snapshots",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "old_spouse_education_level",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "previous_id",
                table: "demographic_snapshots",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "race_ethnicity",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "race_ethnicity_describe",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "referrer",
                table: "demographic_snapshots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "uuid",
                table: "consent_rulings",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<string>(
                name: "former_lookit_profile_id",
                table: "children",
                type: "character varying(255)",
                maxLength: 255,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddPrimaryKey(
                name: "pk_study_memberships",
                table: "study_memberships",
                columns: new[] { "study_id", "user_id", "role" });

            migrationBuilder.AddPrimaryKey(
                name: "pk_lab_memberships",
                table: "lab_memberships",
                columns: new[] { "lab_id", "user_id", "role" });

            // Whoever was staff could review: 4100 is to change the status and to review, 30 is everything about a lab but making studies in it.
            migrationBuilder.Sql("UPDATE users SET rights_on_studies = 4100, rights_on_labs = 30 WHERE is_staff = true");

            migrationBuilder.CreateTable(
                name: "lab_join_requests",
                columns: table => new
                {
                    lab_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lab_join_requests", x => new { x.lab_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_lab_join_requests_labs_lab_id",
                        column: x => x.lab_id,
                        principalTable: "labs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_lab_join_requests_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    uuid = table.Column<Guid>(type: "uuid", nullable: false),
                    sender_id = table.Column<long>(type: "bigint", nullable: true),
                    subject = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    study_id = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_messages", x => x.id);
                    table.ForeignKey(
                        name: "fk_messages_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_messages_users_sender_id",
                        column: x => x.sender_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "participation_criteria",
                columns: table => new
                {
                    study_id = table.Column<long>(type: "bigint", nullable: false),
                    other_study_id = table.Column<long>(type: "bigint", nullable: false),
                    is_required = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participation_criteria", x => new { x.study_id, x.other_study_id, x.is_required });
                    table.ForeignKey(
                        name: "fk_participation_criteria_studies_other_study_id",
                        column: x => x.other_study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_participation_criteria_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "second_factors",
                columns: table => new
                {
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    sealed_secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    is_activated = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_second_factors", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_second_factors_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "study_log",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    uuid = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<long>(type: "bigint", nullable: true),
                    action = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    extra = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_study_log", x => x.id);
                    table.ForeignKey(
                        name: "fk_study_log_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_study_log_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "video_removals",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    full_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    store = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_video_removals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "videos",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    study_id = table.Column<long>(type: "bigint", nullable: false),
                    response_id = table.Column<long>(type: "bigint", nullable: false),
                    frame_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    full_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    pipe_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    pipe_numeric_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    is_consent_footage = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    uuid = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_videos", x => x.id);
                    table.ForeignKey(
                        name: "fk_videos_responses_response_id",
                        column: x => x.response_id,
                        principalTable: "responses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_videos_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "message_children",
                columns: table => new
                {
                    message_id = table.Column<long>(type: "bigint", nullable: false),
                    child_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_children", x => new { x.message_id, x.child_id });
                    table.ForeignKey(
                        name: "fk_message_children_children_child_id",
                        column: x => x.child_id,
                        principalTable: "children",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_message_children_messages_message_id",
                        column: x => x.message_id,
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "message_recipients",
                columns: table => new
                {
                    message_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_recipients", x => new { x.message_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_message_recipients_messages_message_id",
                        column: x => x.message_id,
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_message_recipients_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_labs_slug",
                table: "labs",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_demographic_snapshots_previous_id",
                table: "demographic_snapshots",
                column: "previous_id");

            migrationBuilder.Sql("UPDATE consent_rulings SET uuid = gen_random_uuid()");

            migrationBuilder.CreateIndex(
                name: "ix_consent_rulings_uuid",
                table: "consent_rulings",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_lab_join_requests_user_id",
                table: "lab_join_requests",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_message_children_child_id",
                table: "message_children",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "ix_message_recipients_user_id",
                table: "message_recipients",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_messages_sender_id",
                table: "messages",
                column: "sender_id");

            migrationBuilder.CreateIndex(
                name: "ix_messages_study_id",
                table: "messages",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_messages_uuid",
                table: "messages",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_participation_criteria_other_study_id",
                table: "participation_criteria",
                column: "other_study_id");

            migrationBuilder.CreateIndex(
                name: "ix_study_log_study_id_created_at",
                table: "study_log",
                columns: new[] { "study_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_study_log_user_id",
                table: "study_log",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_study_log_uuid",
                table: "study_log",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_video_removals_due_at",
                table: "video_removals",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_videos_full_name",
                table: "videos",
                column: "full_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_videos_pipe_name",
                table: "videos",
                column: "pipe_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_videos_response_id",
                table: "videos",
                column: "response_id");

            migrationBuilder.CreateIndex(
                name: "ix_videos_study_id",
                table: "videos",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_videos_uuid",
                table: "videos",
                column: "uuid",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_demographic_snapshots_demographic_snapshots_previous_id",
                table: "demographic_snapshots",
                column: "previous_id",
                principalTable: "demographic_snapshots",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_demographic_snapshots_demographic_snapshots_previous_id",
                table: "demographic_snapshots");

            migrationBuilder.DropTable(
                name: "lab_join_requests");

            migrationBuilder.DropTable(
                name: "message_children");

            migrationBuilder.DropTable(
                name: "message_recipients");

            migrationBuilder.DropTable(
                name: "participation_criteria");

            migrationBuilder.DropTable(
                name: "second_factors");

            migrationBuilder.DropTable(
                name: "study_log");

            migrationBuilder.DropTable(
                name: "video_removals");

            migrationBuilder.DropTable(
                name: "videos");

            migrationBuilder.DropTable(
                name: "messages");

            migrationBuilder.DropPrimaryKey(
                name: "pk_study_memberships",
                table: "study_memberships");

            migrationBuilder.DropIndex(
                name: "ix_labs_slug",
                table: "labs");

            migrationBuilder.DropPrimaryKey(
                name: "pk_lab_memberships",
                table: "lab_memberships");

            migrationBuilder.DropIndex(
                name: "ix_demographic_snapshots_previous_id",
                table: "demographic_snapshots");

            migrationBuilder.DropIndex(
                name: "ix_consent_rulings_uuid",
                table: "consent_rulings");

            migrationBuilder.DropColumn(
                name: "admin_comments",
                table: "users");

            migrationBuilder.DropColumn(
                name: "email_new_studies",
                table: "users");

            migrationBuilder.DropColumn(
                name: "email_next_session",
                table: "users");

            migrationBuilder.DropColumn(
                name: "email_response_questions",
                table: "users");

            migrationBuilder.DropColumn(
                name: "email_study_updates",
                table: "users");

            migrationBuilder.DropColumn(
                name: "former_lookit_id",
                table: "users");

            migrationBuilder.DropColumn(
                name: "identicon",
                table: "users");

            migrationBuilder.DropColumn(
                name: "is_spam",
                table: "users");

            migrationBuilder.DropColumn(
                name: "is_superuser",
                table: "users");

            migrationBuilder.DropColumn(
                name: "linked_former_lookit_ids",
                table: "users");

            migrationBuilder.DropColumn(
                name: "locale",
                table: "users");

            migrationBuilder.DropColumn(
                name: "rights_on_labs",
                table: "users");

            migrationBuilder.DropColumn(
                name: "rights_on_studies",
                table: "users");

            migrationBuilder.DropColumn(
                name: "site_rights",
                table: "users");

            migrationBuilder.DropColumn(
                name: "time_zone",
                table: "users");

            migrationBuilder.DropColumn(
                name: "runner_commit",
                table: "study_versions");

            migrationBuilder.DropColumn(
                name: "runner_repository",
                table: "study_versions");

            migrationBuilder.DropColumn(
                name: "comments",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "declarations",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "image",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "is_scheduled",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "other_platform",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "other_scheduling",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "platform",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "priority",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "scheduling",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "is_starred",
                table: "responses");

            migrationBuilder.DropColumn(
                name: "payment",
                table: "responses");

            migrationBuilder.DropColumn(
                name: "session_status",
                table: "responses");

            migrationBuilder.DropColumn(
                name: "badge",
                table: "labs");

            migrationBuilder.DropColumn(
                name: "banner",
                table: "labs");

            migrationBuilder.DropColumn(
                name: "irb_contact",
                table: "labs");

            migrationBuilder.DropColumn(
                name: "slug",
                table: "labs");

            migrationBuilder.DropColumn(
                name: "additional_comments",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "age",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "annual_income",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "child_birthdays",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "country",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "density",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "education_level",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "extra",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "former_annual_income",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "gender",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "gender_self_describe",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "guardians_explanation",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "number_of_children",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "number_of_guardians",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "old_languages_spoken_at_home",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "old_number_of_books",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "old_spouse_education_level",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "previous_id",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "race_ethnicity",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "race_ethnicity_describe",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "referrer",
                table: "demographic_snapshots");

            migrationBuilder.DropColumn(
                name: "uuid",
                table: "consent_rulings");

            migrationBuilder.DropColumn(
                name: "former_lookit_profile_id",
                table: "children");

            migrationBuilder.RenameColumn(
                name: "state",
                table: "demographic_snapshots",
                newName: "answers");

            migrationBuilder.AlterColumn<DateTime>(
                name: "created_at",
                table: "labs",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified),
                oldClrType: typeof(DateTime),
                oldType: "timestamp with time zone",
                oldNullable: true);

            migrationBuilder.AlterColumn<DateTime>(
                name: "created_at",
                table: "feedback",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified),
                oldClrType: typeof(DateTime),
                oldType: "timestamp with time zone",
                oldNullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "user_id",
                table: "demographic_snapshots",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_study_memberships",
                table: "study_memberships",
                columns: new[] { "study_id", "user_id" });

            migrationBuilder.AddPrimaryKey(
                name: "pk_lab_memberships",
                table: "lab_memberships",
                columns: new[] { "lab_id", "user_id" });
        }
    }
}
