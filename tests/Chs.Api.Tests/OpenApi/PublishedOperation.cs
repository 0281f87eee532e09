using System.Text.RegularExpressions;

namespace Chs.Api.Tests.OpenApi;

/// <summary>One operation of a published contract.</summary>
/// <param name="Verb">In upper case.</param>
/// <param name="Path">With places such as <c>{id}</c>.</param>
sealed record PublishedOperation(string Verb, string Path)
{
    /// <summary>Whether it answers pages.</summary>
    public bool IsPaged { get; init; }

    /// <summary>The path with an id after each name of a resource that has a place for one.</summary>
    public string Fill(Dictionary<string, Guid> ids) =>
        Regex.Replace(Path, @"([\w-]+)/\{\w+\}", match => $"{match.Groups[1].Value}/{ids[match.Groups[1].Value]}");
}
