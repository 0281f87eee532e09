using Chs.Testing;

namespace Chs.Bench;

/// <summary>A program that stores session data: CHS or the bare one.</summary>
/// <param name="Path">The path of a session.</param>
/// <param name="Client">The play whose key requests use. Null: they need none.</param>
/// <param name="Played">The study and the child of the sessions.</param>
/// <param name="Table">Where its sessions are.</param>
sealed record PatchTarget(
    Uri Address,
    Func<Guid, string> Path,
    ApiClient? Client,
    (Guid Study, Guid Child) Played,
    string Database,
    string Table
)
{
    public const string BareTable = "bare";

    public static PatchTarget BareOf(BenchPair pair) =>
        new(pair.BareAddress, id => $"/responses/{id}", null, pair.Played, pair.Database, BareTable);

    public static PatchTarget ChsOf(BenchPair pair) =>
        new(pair.Play.Address, id => $"/api/v1/responses/{id}/", pair.Play, pair.Played, pair.Database, "responses");
}
