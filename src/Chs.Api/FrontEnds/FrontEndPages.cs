using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.FileProviders;

namespace Chs.Api.FrontEnds;

/// <summary>Reads a front end's pages, each with the Content-Security-Policy with which it is served.</summary>
/// <remarks>
/// Such a page acts with the log-in of whoever looks at it. It may run the scripts of its folder and those that it holds
/// itself, so that a text that somebody typed somewhere never runs as one.
/// </remarks>
/// <param name="hosts">Further hosts that the operator allows.</param>
sealed class FrontEndPages(IReadOnlyList<string> hosts)
{
    readonly ConcurrentDictionary<string, FrontEndPage> _read = new(StringComparer.Ordinal);

    /// <summary>Reads a page, or takes it from memory while its file is unchanged.</summary>
    public async Task<FrontEndPage> ReadAsync(IFileInfo file, CancellationToken cancellationToken)
    {
        var path = file.PhysicalPath!;
        if (_read.TryGetValue(path, out var read) && read.ModifiedAt == file.LastModified)
            return read;
        var html = await File.ReadAllTextAsync(path, cancellationToken);
        return _read[path] = new FrontEndPage(file.LastModified, html, PolicyFor(html));
    }

    string PolicyFor(string html)
    {
        var others = string.Concat(hosts.Select(host => " " + host));
        return string.Join(
            "; ",
            "default-src 'none'",
            $"script-src 'self'{HashesOfScripts(html)}{others}",
            $"style-src 'self' 'unsafe-inline'{others}",
            $"connect-src 'self'{others}",
            "img-src 'self' data: blob: https:",
            "media-src 'self' data: blob: https:",
            $"font-src 'self' data:{others}",
            "manifest-src 'self'",
            "worker-src 'self' blob:",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'"
        );
    }

    /// <summary>The hash of each script in the page, after a blank.</summary>
    static string HashesOfScripts(string html)
    {
        using var document = new HtmlParser().ParseDocument(html);
        var texts = document.Scripts.Where(script => script.Source is null).Select(script => script.Text);
        return string.Concat(texts.Select(text => $" 'sha256-{HashOf(text)}'"));
    }

    static string HashOf(string script) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
}

/// <summary>A page of a front end.</summary>
/// <param name="ModifiedAt">When the file was written.</param>
/// <param name="Html">Its text.</param>
/// <param name="Policy">Its Content-Security-Policy.</param>
sealed record FrontEndPage(DateTimeOffset ModifiedAt, string Html, string Policy);
