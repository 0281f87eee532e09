using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Chs.Domain;
using Chs.Domain.Auditing;

namespace Chs.Infrastructure.Persistence.Auditing;

/// <summary>
/// Writes an audit entry for every domain event, in the transaction of the change, so that no use case can forget it.
/// </summary>
/// <remarks>Events are read by reflection: the domain needn't know about auditing.</remarks>
static class EventAuditing
{
    static readonly ConcurrentDictionary<Type, EventDescription> Descriptions = new();

    public static AuditEntry Audit(DomainEvent domainEvent, string body)
    {
        var description = Descriptions.GetOrAdd(domainEvent.GetType(), Describe);
        return AuditEntry.Of(
            (Guid?)description.Actor?.GetValue(domainEvent),
            description.Action,
            (Guid?)description.Subject?.GetValue(domainEvent),
            body,
            domainEvent.At
        );
    }

    /// <summary>
    /// The actor is the member <c>By</c>. The subject is the study if there is one, or else the first other id.
    /// </summary>
    /// <remarks>Events name their lab, child or build first.</remarks>
    static EventDescription Describe(Type type)
    {
        var ids = type.GetConstructors()[0]
            .GetParameters()
            .Where(parameter => parameter.ParameterType == typeof(Guid))
            .Select(parameter => type.GetProperty(parameter.Name!)!)
            .ToList();
        var subject = ids.Find(id => id.Name == "Study") ?? ids.Find(id => id.Name != "By");
        return new EventDescription(type.GetProperty("By"), subject, Words(type.Name));
    }

    /// <summary>Turns <c>StudyMoved</c> into <c>study moved</c>.</summary>
    static string Words(string pascalCase)
    {
        var words = new StringBuilder();
        foreach (var letter in pascalCase)
        {
            if (char.IsUpper(letter) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    sealed record EventDescription(PropertyInfo? Actor, PropertyInfo? Subject, string Action);
}
