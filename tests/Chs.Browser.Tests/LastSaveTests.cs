using Chs.Testing;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>What a runner saves in its own way while its page is left. Browsers drop such calls, often before they begin.</summary>
[Collection("Plays")]
public class LastSaveTests(BrowserHost host)
{
    const string Save = """
        (id, answer) => {
          const call = new XMLHttpRequest();
          call.open("PATCH", `/api/v2/responses/${id}/`);
          call.setRequestHeader("Content-Type", "application/vnd.api+json");
          const attributes = { exp_data: [{ trial_index: 0, trial_type: "last", answer }] };
          call.send(JSON.stringify({ data: { id, type: "responses", attributes } }));
        }
        """;

    [BrowserFact]
    public async Task Arrives_when_it_is_sent_just_before()
    {
        await using var family = await host.DemoFamilyAsync();
        await family.StartAsync();
        var response = await family.ResponseAsync();
        family.Page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await family.Page.EvaluateAsync($"(id) => {{ ({Save})(id, 'before'); location.href = '/'; }}", response);
        await AssertArrivesAsync(family, response);
    }

    [BrowserFact]
    public async Task Arrives_when_it_is_sent_while_the_page_goes()
    {
        await using var family = await host.DemoFamilyAsync();
        await family.StartAsync();
        var response = await family.ResponseAsync();
        family.Page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await family.Page.EvaluateAsync(
            $"(id) => {{ addEventListener('pagehide', () => ({Save})(id, 'going')); location.href = '/'; }}",
            response
        );
        await AssertArrivesAsync(family, response);
    }

    static Task AssertArrivesAsync(Family family, Guid response) =>
        Eventually.HoldsAsync("the save arrives", async () => await family.SequenceAsync(response) is ["0-last", ..]);
}
