using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chs.Infrastructure.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class StudyVersionNotes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "author_id",
                table: "study_versions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "study_versions",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "approved_number",
                table: "studies",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_study_versions_author_id",
                table: "study_versions",
                column: "author_id");

            migrationBuilder.AddForeignKey(
                name: "fk_study_versions_users_author_id",
                table: "study_versions",
                column: "author_id",
                principalTable: "users",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_study_versions_users_author_id",
                table: "study_versions");

            migrationBuilder.DropIndex(
                name: "ix_study_versions_author_id",
                table: "study_versions");

            migrationBuilder.DropColumn(
                name: "author_id",
                table: "study_versions");

            migrationBuilder.DropColumn(
                name: "note",
                table: "study_versions");

            migrationBuilder.DropColumn(
                name: "approved_number",
                table: "studies");
        }
    }
}
