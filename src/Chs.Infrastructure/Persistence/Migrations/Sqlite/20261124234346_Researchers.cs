using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chs.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Researchers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "email_confirmed_at",
                table: "users",
                type: "TEXT",
                nullable: true);

            // Accounts from before addresses were confirmed go on as they were.
            migrationBuilder.Sql("UPDATE users SET email_confirmed_at = created_at");

            migrationBuilder.AddColumn<string>(
                name: "irb_number",
                table: "studies",
                type: "TEXT",
                maxLength: 255,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "irb_until",
                table: "studies",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "irb_warned_for",
                table: "studies",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "proposed_at",
                table: "studies",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "proposed_number",
                table: "studies",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_deidentified",
                table: "credentials",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_read_only",
                table: "credentials",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_two_factor",
                table: "credentials",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "last_used_at",
                table: "credentials",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "studies",
                table: "credentials",
                type: "TEXT",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.CreateTable(
                name: "content_pages",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    slug = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 35, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    markdown = table.Column<string>(type: "TEXT", nullable: false),
                    is_published = table.Column<bool>(type: "INTEGER", nullable: false),
                    modified_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_content_pages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "external_identities",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    issuer = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_external_identities", x => x.id);
                    table.ForeignKey(
                        name: "fk_external_identities_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "institutions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    website = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    section = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    place = table.Column<int>(type: "INTEGER", nullable: false),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institutions", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_studies_proposed_number",
                table: "studies",
                column: "proposed_number",
                filter: "proposed_number IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_responses_study_id_is_preview_completed_consent_frame_completed_ruling",
                table: "responses",
                columns: new[] { "study_id", "is_preview", "completed_consent_frame", "completed", "ruling" });

            migrationBuilder.CreateIndex(
                name: "ix_content_pages_slug_language",
                table: "content_pages",
                columns: new[] { "slug", "language" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_content_pages_uuid",
                table: "content_pages",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_external_identities_issuer_subject",
                table: "external_identities",
                columns: new[] { "issuer", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_external_identities_user_id",
                table: "external_identities",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_institutions_name",
                table: "institutions",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_institutions_place",
                table: "institutions",
                column: "place");

            migrationBuilder.CreateIndex(
                name: "ix_institutions_uuid",
                table: "institutions",
                column: "uuid",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "content_pages");

            migrationBuilder.DropTable(
                name: "external_identities");

            migrationBuilder.DropTable(
                name: "institutions");

            migrationBuilder.DropIndex(
                name: "ix_studies_proposed_number",
                table: "studies");

            migrationBuilder.DropIndex(
                name: "ix_responses_study_id_is_preview_completed_consent_frame_completed_ruling",
                table: "responses");

            migrationBuilder.DropColumn(
                name: "email_confirmed_at",
                table: "users");

            migrationBuilder.DropColumn(
                name: "irb_number",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "irb_until",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "irb_warned_for",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "proposed_at",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "proposed_number",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "is_deidentified",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "is_read_only",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "is_two_factor",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "studies",
                table: "credentials");
        }
    }
}
