namespace Chs.Application.Builds;

/// <summary>A runner at one commit.</summary>
/// <param name="Repository">Address of the source.</param>
/// <param name="Commit">40 hexadecimal digits.</param>
public sealed record ResolvedRunner(string Repository, string Commit);
