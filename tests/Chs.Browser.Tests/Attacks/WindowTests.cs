using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests.Attacks;

/// <summary>A study's code opens the site in frames and windows, and sends it forms.</summary>
[Collection("Attacks")]
public class WindowTests(TwoLabs labs)
{
    /// <summary>What can be read of an address that is shown in a frame: its text, else <c>nothing</c>.</summary>
    const string ReadFrame = """
        (address) => new Promise((resolve) => {
          const frame = document.createElement("iframe");
          const read = () => {
            try { resolve(frame.contentDocument?.body.innerText || "nothing"); } catch { resolve("nothing"); }
          };
          frame.onload = read;
          frame.src = address;
          document.body.append(frame);
          setTimeout(read, 3000);
        })
        """;

    /// <summary>What can be read of a window when it has loaded.</summary>
    const string ReadWindow = """
        async (address) => {
          const opened = open(address);
          await new Promise((resolve) => setTimeout(resolve, 1500));
          try { return opened.document.body.innerText || "nothing"; } catch { return "nothing"; }
          finally { opened?.close(); }
        }
        """;

    /// <summary>Sends a form to the site in a window of its own, as pages of the site do.</summary>
    const string SendForm = """
        ({ address, fields }) => {
          const form = document.createElement("form");
          Object.assign(form, { method: "post", action: address, target: "_blank" });
          const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
          for (const [name, value] of Object.entries({ ...fields, csrftoken: token })) {
            const input = document.createElement("input");
            Object.assign(input, { name, value });
            form.append(input);
          }
          document.body.append(form);
          form.submit();
        }
        """;

    [BrowserTheory]
    [InlineData("family")]
    [InlineData("researcher")]
    [InlineData("administrator")]
    public async Task The_site_cant_be_read(string role)
    {
        await using var victim = await labs.VictimAsync(role);
        foreach (var path in (string[])["", "swagger/index.html", "api/v3/me"])
        {
            var address = new Uri(labs.Site, path).AbsoluteUri;
            Assert.Equal("nothing", await victim.Page.EvaluateAsync<string>(ReadFrame, address));
            Assert.Equal("nothing", await victim.Page.EvaluateAsync<string>(ReadWindow, address));
        }
    }

    [BrowserFact]
    public async Task A_form_changes_nothing_at_the_site()
    {
        await using var victim = await labs.VictimAsync("family");
        var id = await victim.IdAsync();
        Assert.Equal(403, await SendAsync(victim, "logout/", new { }));
        var logIn = new { email = "parent@demo.chs", password = "let us try CHS" };
        Assert.Equal(403, await SendAsync(victim, "login/", logIn));
        Assert.NotEqual(
            201,
            await SendAsync(victim, "api/v3/children", new { givenName = "X", birthday = "2022-01-01" })
        );
        Assert.Equal(id, await victim.LoggedInAsync());
        Assert.Equal(2, (await Studies.ChildrenAsync(victim.Api)).Length);
    }

    /// <returns>The status of the site's answer.</returns>
    async Task<int> SendAsync(Victim victim, string path, object fields)
    {
        var address = new Uri(labs.Site, path).AbsoluteUri;
        var answered = AnswerAsync(victim.Context, address);
        await victim.Page.EvaluateAsync(SendForm, new { address, fields });
        return (await answered).Status;
    }

    /// <summary>Waits for an answer to any of a browser's pages.</summary>
    static async Task<IResponse> AnswerAsync(IBrowserContext context, string address)
    {
        var answered = new TaskCompletionSource<IResponse>();
        context.Response += (_, response) =>
        {
            if (response.Url == address)
                answered.TrySetResult(response);
        };
        return await answered.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [BrowserTheory]
    [InlineData("family")]
    [InlineData("administrator")]
    public async Task No_service_worker_is_registered(string role)
    {
        await using var victim = await labs.VictimAsync(role);
        const string register = """
            async () => {
              const code = new Blob(["onfetch = () => {}"], { type: "text/javascript" });
              const addresses = [chsPlay.experiment, "/static/js/mic_check.js", URL.createObjectURL(code)];
              const outcomes = [];
              for (const address of addresses) {
                outcomes.push(await navigator.serviceWorker.register(address).then(() => "registered", () => "refused"));
              }
              outcomes.push((await navigator.serviceWorker.getRegistrations()).length);
              return outcomes.join();
            }
            """;
        Assert.Equal("refused,refused,refused,0", await victim.Page.EvaluateAsync<string>(register));
    }
}
