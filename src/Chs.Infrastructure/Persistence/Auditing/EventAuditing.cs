using System.Collections.Concurrent;
using System.Reflection;
using Chs.Domain;
using Chs.Domain.Auditing;

namespace Chs.Infrastructure.Persistence.Auditing;

/// <summary>Everything that aggregates say of themselves is also audited, in the transaction of the change: nobody can forget to.</summary>
static class EventAuditing
{
    static readonly ConcurrentDictionary<Type, (PropertyInfo? By, PropertyInfo? About, string Words)> Known = new();

    public static AuditEntry Audit(DomainEvent happened, string body)
    {
        var (by, about, words) = Known.GetOrAdd(happened.GetType(), Read);
        return AuditEntry.Of((Guid?)by?.GetValue(happened), words, (Guid?)about?.GetValue(happened), body, happened.At);
    }

    /// <summary>By whom: the member By. About what: the first id; events name their study, lab or child first, or else their build.</summary>
    static (PropertyInfo? By, PropertyInfo? About, string Words) Read(Type type)
    {
        var ids = type.GetConstructors()[0]
            .GetParameters()
            .Where(p => p.ParameterType == typeof(Guid))
            .Select(p => type.GetProperty(p.Name!)!)
            .ToList();
        var about = ids.FirstOrDefault(id => id.Name == "Study") ?? ids.FirstOrDefault(id => id.Name != "By");
        var words = string.Concat(
            type.Name.Select(
                (c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"
            )
        );
        return (type.GetProperty("By"), about, words);
    }
}
