using Microsoft.Playwright;

namespace Chs.Browser.Tests;

/// <summary>Counts the requests of a page that fail, as they do without network.</summary>
sealed class FailedRequests
{
    readonly SemaphoreSlim _failed = new(0);

    public static FailedRequests Of(IPage page)
    {
        var requests = new FailedRequests();
        page.RequestFailed += (_, _) => requests._failed.Release();
        return requests;
    }

    /// <summary>Waits up to half a minute for each of so many.</summary>
    public async Task WaitAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!await _failed.WaitAsync(TimeSpan.FromSeconds(30)))
                throw new TimeoutException($"Only {i} of {count} requests failed.");
        }
    }
}
