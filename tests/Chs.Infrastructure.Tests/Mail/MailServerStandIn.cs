using System.Net;
using System.Net.Sockets;

namespace Chs.Infrastructure.Tests.Mail;

/// <summary>A mail server of one connection that offers no TLS, and remembers what it was told.</summary>
sealed class MailServerStandIn : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly string _answerToRecipients;
    readonly Task _serving;

    /// <param name="answerToRecipients">What it answers to <c>RCPT TO</c>.</param>
    public MailServerStandIn(string answerToRecipients = "250 fine")
    {
        _answerToRecipients = answerToRecipients;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The lines that the client sent.</summary>
    public List<string> Lines { get; } = [];

    async Task ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 stand-in");
        var isInMail = false;
        while (await reader.ReadLineAsync() is { } line)
        {
            Lines.Add(line);
            isInMail = isInMail ? line != "." : line == "DATA";
            if (!isInMail || line == "DATA")
                await writer.WriteLineAsync(AnswerTo(line));
        }
    }

    string AnswerTo(string line) =>
        line.Split(' ')[0] switch
        {
            "EHLO" => "250 AUTH PLAIN",
            "AUTH" => "235 welcome",
            "RCPT" => _answerToRecipients,
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 fine",
        };

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
