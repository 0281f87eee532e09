using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chs.Infrastructure.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AuditChainAndSecondFactors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "last_step",
                table: "second_factors",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "recovery_digests",
                table: "second_factors",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<bool>(
                name: "is_pending",
                table: "credentials",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "chain_number",
                table: "audit",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "digest",
                table: "audit",
                type: "bytea",
                maxLength: 32,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_actor_at",
                table: "audit",
                columns: new[] { "actor", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_chain_number",
                table: "audit",
                column: "chain_number",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_actor_at",
                table: "audit");

            migrationBuilder.DropIndex(
                name: "ix_audit_chain_number",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "last_step",
                table: "second_factors");

            migrationBuilder.DropColumn(
                name: "recovery_digests",
                table: "second_factors");

            migrationBuilder.DropColumn(
                name: "is_pending",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "chain_number",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "digest",
                table: "audit");
        }
    }
}
