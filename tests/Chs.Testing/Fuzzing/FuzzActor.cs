namespace Chs.Testing.Fuzzing;

/// <summary>A person of a role, and how requests authenticate as that person.</summary>
/// <param name="Client">Logged in, unless a key is used or the role is nobody.</param>
/// <param name="Key">Key of the API for scripts. Null: the client's session.</param>
public sealed record FuzzActor(string Role, ApiClient Client, string? Key);
