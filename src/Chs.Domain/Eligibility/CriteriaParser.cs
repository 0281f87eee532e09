using System.Globalization;
using Chs.Domain.Accounts;

namespace Chs.Domain.Eligibility;

/// <summary>Reads criteria expressions by recursive descent: one method per line of the grammar.</summary>
sealed class CriteriaParser(string text)
{
    const int DeepestNesting = 100;
    const string StartOfTest = "NOT, '(' or a test such as gender, age_in_days, speaks_en or deaf";

    static readonly string[] Comparisons = ["<=", ">=", "!=", "=", "<", ">"];

    int _position,
        _depth;

    public Outcome<CriteriaExpression> Parse()
    {
        if (text.Length > CriteriaExpression.MaximumLength)
            return EligibilityErrors.UnreadableCriteria(CriteriaExpression.MaximumLength, "an end", "more text");
        SkipSpace();
        if (_position == text.Length)
            return CriteriaExpression.Everybody;
        var expression = Or();
        if (expression.Failed)
            return expression;
        return _position == text.Length ? expression : Refuse("AND, OR or the end");
    }

    Outcome<CriteriaExpression> Or() => Chain("OR", And, (left, right) => new CriteriaExpression.Or(left, right));

    Outcome<CriteriaExpression> And() => Chain("AND", Factor, (left, right) => new CriteriaExpression.And(left, right));

    Outcome<CriteriaExpression> Chain(
        string keyword,
        Func<Outcome<CriteriaExpression>> part,
        Func<CriteriaExpression, CriteriaExpression, CriteriaExpression> join
    )
    {
        var left = part();
        while (!left.Failed && TakeWord(keyword))
        {
            var right = part();
            if (right.Failed)
                return right;
            left = join(left.Value, right.Value);
        }

        return left;
    }

    Outcome<CriteriaExpression> Factor()
    {
        if (_depth == DeepestNesting)
            return Refuse($"no more than {DeepestNesting} levels");
        _depth++;
        try
        {
            if (TakeWord("NOT"))
            {
                var inner = Factor();
                return inner.Failed ? inner : new CriteriaExpression.Not(inner.Value);
            }

            if (!TakeSign("("))
                return Test();
            var whole = Or();
            if (whole.Failed)
                return whole;
            return TakeSign(")") ? whole : Refuse("AND, OR or ')'");
        }
        finally
        {
            _depth--;
        }
    }

    Outcome<CriteriaExpression> Test()
    {
        var start = _position;
        switch (Word())
        {
            case "gender":
                return Gender();
            case "gestational_age_in_weeks":
                return GestationalAge();
            case "age_in_days":
                return Number("age_in_days", child => child.AgeInDays);
            case "n_languages" or "num_languages":
                return Number("n_languages", child => child.LanguageCount);
            case ['s', 'p', 'e', 'a', 'k', 's', '_', .. var code]
                when ChildTraits.Parse([code], ChildTraits.Languages) is { } language:
                return new CriteriaExpression.Test($"speaks_{code}", child => (child.Languages & language) != 0);
            case { } name when ChildTraits.Parse([name], ChildTraits.Conditions) is { } condition:
                return new CriteriaExpression.Test(name, child => (child.Conditions & condition) != 0);
            default:
                _position = start;
                return Refuse(StartOfTest);
        }
    }

    Outcome<CriteriaExpression> Gender()
    {
        var start = _position;
        var comparison = Comparison();
        if (comparison is not ("=" or "!="))
        {
            _position = start;
            return Refuse("= or !=");
        }

        start = _position;
        Gender? wanted = Word(slash: true)?.ToLowerInvariant() switch
        {
            "male" or "m" => Accounts.Gender.Male,
            "female" or "f" => Accounts.Gender.Female,
            "other" or "o" => Accounts.Gender.Open,
            "na" or "n/a" => Accounts.Gender.NoAnswer,
            _ => null,
        };
        if (wanted is { } gender)
            return new CriteriaExpression.Test(
                $"gender {comparison} {ChildTraits.GenderCode(gender)}",
                child => (child.Gender == gender) == (comparison is "=")
            );
        _position = start;
        return Refuse("male, female, other or na");
    }

    Outcome<CriteriaExpression> GestationalAge()
    {
        if (Comparison() is not { } comparison)
            return Refuse("=, !=, <, <=, > or >=");
        var start = _position;
        if (Word(slash: true)?.ToLowerInvariant() is "na" or "n/a")
        {
            if (comparison is "=")
                return new CriteriaExpression.Test(
                    "gestational_age_in_weeks = na",
                    child => child.GestationalAgeInWeeks is null
                );
            if (comparison is "!=")
                return new CriteriaExpression.Test(
                    "gestational_age_in_weeks != na",
                    child => child.GestationalAgeInWeeks is not null
                );
            _position = start;
            return Refuse("a number of weeks, because na has no order,");
        }

        _position = start;
        if (Integer() is not (>= 24 and <= 40 and var asked))
        {
            _position = start;
            return Refuse("24 … 40 or na");
        }

        return new CriteriaExpression.Test(
            $"gestational_age_in_weeks {comparison} {asked}",
            child => child.GestationalAgeInWeeks is { } known && Holds(known, comparison, asked)
        );
    }

    Outcome<CriteriaExpression> Number(string name, Func<ChildFacts, int> of)
    {
        if (Comparison() is not { } comparison)
            return Refuse("=, !=, <, <=, > or >=");
        if (Integer() is not { } number)
            return Refuse("a whole number");
        return new CriteriaExpression.Test(
            $"{name} {comparison} {number}",
            child => Holds(of(child), comparison, number)
        );
    }

    static bool Holds(int value, string comparison, int number) =>
        comparison switch
        {
            "=" => value == number,
            "!=" => value != number,
            "<" => value < number,
            "<=" => value <= number,
            ">" => value > number,
            _ => value >= number,
        };

    string? Comparison() => Comparisons.FirstOrDefault(TakeSign);

    bool TakeSign(string sign)
    {
        if (string.CompareOrdinal(text, _position, sign, 0, sign.Length) != 0)
            return false;
        _position += sign.Length;
        SkipSpace();
        return true;
    }

    bool TakeWord(string wanted)
    {
        var start = _position;
        if (Word() == wanted)
            return true;
        _position = start;
        return false;
    }

    /// <param name="slash">Whether a slash belongs to words, for <c>n/a</c>.</param>
    string? Word(bool slash = false)
    {
        var start = _position;
        while (
            _position < text.Length
            && (
                char.IsAsciiLetterOrDigit(text[_position])
                || text[_position] is '_'
                || (slash && text[_position] is '/')
            )
        )
            _position++;
        var word = text[start.._position];
        SkipSpace();
        return word.Length > 0 && !char.IsAsciiDigit(word[0]) ? word : null;
    }

    int? Integer()
    {
        var start = _position;
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (
            end == start
            || (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] is '_'))
            || !int.TryParse(
                text.AsSpan(start, end - start),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
            return null;
        _position = end;
        SkipSpace();
        return number;
    }

    void SkipSpace()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t' or '\r' or '\n' or '\f')
            _position++;
    }

    Error Refuse(string expected) =>
        EligibilityErrors.UnreadableCriteria(
            _position,
            expected,
            _position == text.Length ? "the end" : $"'{text[_position]}'"
        );
}
