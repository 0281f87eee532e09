using Chs.Domain;
using FluentValidation;
using FluentValidation.Results;

namespace Chs.Application.Rules;

/// <summary>What operations on many things at once have in common: all of it is done, or nothing.</summary>
static class BulkRules
{
    /// <summary>Most entries of a request.</summary>
    public const int MaximumEntries = 200;

    extension<T, TEntry>(IRuleBuilder<T, IReadOnlyList<TEntry>> entries)
    {
        /// <summary>Demands entries, not too many of them, and each thing once.</summary>
        /// <param name="idOf">What an entry is about.</param>
        /// <param name="member">The entry's member that names it, in JSON.</param>
        public IRuleBuilderOptionsConditions<T, IReadOnlyList<TEntry>> MustBeBulk(
            Func<TEntry, Guid> idOf,
            string member
        ) =>
            entries
                .NotEmpty()
                .MustHoldAtMost(MaximumEntries)
                .Custom(
                    (list, context) =>
                    {
                        var seen = new HashSet<Guid>();
                        for (var index = 0; index < list.Count; index++)
                        {
                            var path = $"{context.PropertyPath}[{index}]";
                            if (list[index] is not { } entry)
                                context.AddFailure(FailureOf(path, "required", "This entry is null."));
                            else if (!seen.Add(idOf(entry)))
                                context.AddFailure(FailureOf($"{path}.{member}", "repeated", "It is named twice."));
                        }
                    }
                );
    }

    static ValidationFailure FailureOf(string path, string code, string message) =>
        new(path, message) { ErrorCode = code };

    /// <summary>Tells why single entries are refused, with the codes of the operation on one thing.</summary>
    /// <param name="errors">One for each entry, in order; null: it isn't refused.</param>
    /// <param name="list">The member with the entries, such as <c>rulings</c>.</param>
    /// <param name="member">The entry's member that names the thing.</param>
    public static Outcome OutcomeOf(IReadOnlyList<Error?> errors, string list, string member)
    {
        List<Fault> faults = [];
        for (var index = 0; index < errors.Count; index++)
            if (errors[index] is { } error)
                faults.Add(new Fault($"/{list}/{index}/{member}", error.Code, error.Message));
        return faults is [] ? Outcome.Ok : Error.Invalid(faults);
    }
}
