using System.Text.Json.Nodes;
using Chs.Application.Ports;
using Chs.Domain.Auditing;

namespace Chs.Application.Accounts;

/// <summary>Writes refused log-ins to the audit log.</summary>
/// <remarks>
/// Never what was typed: people type their password into the field of the name, and nothing can be taken out of the
/// log's chain. Of the network only so much that an attack can be told from a family that has forgotten its password.
/// </remarks>
sealed class LogInRefusals(IChsDb db, ICurrentActor current, TimeProvider time)
{
    /// <remarks>The caller saves it, in a transaction of its own: that of the refused log-in is rolled back.</remarks>
    /// <param name="account">Whose log-in was tried; null: nobody's.</param>
    /// <param name="isSecondFactor">Whether the password had been right, and the code wasn't.</param>
    public void Add(Guid? account, bool isSecondFactor)
    {
        var details = new JsonObject();
        if (current.Network is { } network)
            details["network"] = network;
        if (isSecondFactor)
            details["secondFactor"] = true;
        db.Audit.Add(AuditEntry.Of(null, "log in refused", account, details.ToJsonString(), time.GetUtcNow()));
    }
}
