using System.Globalization;
using Chs.Domain.Accounts;

namespace Chs.Domain.Eligibility;

/// <summary>Parses criteria expressions by recursive descent, with one method per rule of the grammar.</summary>
sealed class CriteriaParser(string text)
{
    const int MaximumNesting = 100;
    const int MaximumShown = 30;
    const string ConditionExpected = "NOT, '(' or a test such as gender, age_in_days, speaks_en or deaf";

    static readonly string[] Comparisons = ["<=", ">=", "!=", "=", "<", ">"];

    int _position;
    int _depth;

    public Outcome<CriteriaExpression> Parse()
    {
        if (text.Length > CriteriaExpression.MaximumLength)
            return EligibilityErrors.UnreadableCriteria(CriteriaExpression.MaximumLength, "an end", "more text");
        if (Stray() is { } stray)
            return stray;
        SkipSpace();
        if (_position == text.Length)
            return CriteriaExpression.Everybody;
        var expression = Or();
        if (expression.Failed)
            return expression;
        return _position == text.Length ? expression : Refuse("AND, OR or the end");
    }

    /// <summary>
    /// What nobody means to write, and what can't be seen: named first, because the grammar would only say what it expects
    /// instead, and earlier, where the word begins.
    /// </summary>
    Error? Stray()
    {
        for (var at = 0; at < text.Length; at++)
            if (DescribeStray(at) is { } described)
                return EligibilityErrors.StrayInCriteria(at, described);
        return null;
    }

    string? DescribeStray(int at) =>
        text[at] switch
        {
            var character when IsSpace(character) => null,
            '"' or '\'' or '`' or (>= '\u2018' and <= '\u201F') or '\u00AB' or '\u00BB' =>
                $"A quote ({text[at]}) stands here: criteria are written without quotes.",
            _ => StrayCharacter.Describe(text, at),
        };

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
        if (_depth == MaximumNesting)
            return Refuse($"no more than {MaximumNesting} levels");
        _depth++;
        try
        {
            if (TakeWord("NOT"))
                return Negation();
            return TakeSign("(") ? RestOfGroup() : Condition();
        }
        finally
        {
            _depth--;
        }
    }

    Outcome<CriteriaExpression> Negation()
    {
        var inner = Factor();
        return inner.Failed ? inner : new CriteriaExpression.Not(inner.Value);
    }

    Outcome<CriteriaExpression> RestOfGroup()
    {
        var inner = Or();
        if (inner.Failed)
            return inner;
        return TakeSign(")") ? inner : Refuse("AND, OR or ')'");
    }

    Outcome<CriteriaExpression> Condition()
    {
        var start = _position;
        switch (Word())
        {
            case "gender":
                return Gender();
            case "gestational_age_in_weeks":
                return GestationalAge();
            case "age_in_days":
                return Number(CriteriaField.AgeInDays, child => child.AgeInDays);
            case "n_languages" or "num_languages":
                return Number(CriteriaField.LanguageCount, child => child.LanguageCount);
            case ['s', 'p', 'e', 'a', 'k', 's', '_', .. var code]
                when ChildTraits.Parse([code], ChildTraits.Languages) is { } language:
                return Member(CriteriaField.Language, code, child => (child.Languages & language) != 0);
            case { } name when ChildTraits.Parse([name], ChildTraits.Conditions) is { } condition:
                return Member(CriteriaField.Condition, name, child => (child.Conditions & condition) != 0);
            default:
                _position = start;
                return Refuse(ConditionExpected);
        }
    }

    static CriteriaExpression.Condition Member(CriteriaField field, string code, Predicate<ChildFacts> holds) =>
        new(new CriteriaTest(field, "=", code), _ => null, holds);

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
        Gender? parsed = Word(slash: true)?.ToLowerInvariant() switch
        {
            "male" or "m" => Accounts.Gender.Male,
            "female" or "f" => Accounts.Gender.Female,
            "other" or "o" => Accounts.Gender.Open,
            "na" or "n/a" => Accounts.Gender.NoAnswer,
            _ => null,
        };
        if (parsed is { } gender)
            return new CriteriaExpression.Condition(
                new CriteriaTest(CriteriaField.Gender, comparison, ChildTraits.GenderCode(gender)),
                child => ChildTraits.GenderCode(child.Gender),
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
            return GestationalAgeUnknown(comparison, start);

        _position = start;
        if (Integer() is not (>= 24 and <= 40 and var weeks))
        {
            _position = start;
            return Refuse("24 … 40 or na");
        }

        return GestationalAgeIs(
            comparison,
            $"{weeks}",
            child => child.GestationalAgeInWeeks is { } registered && Holds(registered, comparison, weeks)
        );
    }

    /// <param name="start">Position of the <c>na</c>.</param>
    Outcome<CriteriaExpression> GestationalAgeUnknown(string comparison, int start)
    {
        switch (comparison)
        {
            case "=":
                return GestationalAgeIs(comparison, "na", child => child.GestationalAgeInWeeks is null);
            case "!=":
                return GestationalAgeIs(comparison, "na", child => child.GestationalAgeInWeeks is not null);
            default:
                _position = start;
                return Refuse("a number of weeks, because na has no order,");
        }
    }

    static CriteriaExpression.Condition GestationalAgeIs(
        string comparison,
        string value,
        Predicate<ChildFacts> holds
    ) =>
        new(
            new CriteriaTest(CriteriaField.GestationalAgeInWeeks, comparison, value),
            child => child.GestationalAgeInWeeks?.ToString(CultureInfo.InvariantCulture),
            holds
        );

    Outcome<CriteriaExpression> Number(CriteriaField field, Func<ChildFacts, int> fact)
    {
        if (Comparison() is not { } comparison)
            return Refuse("=, !=, <, <=, > or >=");
        if (Integer() is not { } number)
            return Refuse("a whole number");
        return new CriteriaExpression.Condition(
            new CriteriaTest(field, comparison, number.ToString(CultureInfo.InvariantCulture)),
            child => fact(child).ToString(CultureInfo.InvariantCulture),
            child => Holds(fact(child), comparison, number)
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

    bool TakeWord(string keyword)
    {
        var start = _position;
        if (Word() == keyword)
            return true;
        _position = start;
        return false;
    }

    /// <param name="slash">Whether a word may contain a slash, as <c>n/a</c> does.</param>
    string? Word(bool slash = false)
    {
        var start = _position;
        while (_position < text.Length && IsWordCharacter(text[_position], slash))
            _position++;
        var word = text[start.._position];
        SkipSpace();
        return word.Length > 0 && !char.IsAsciiDigit(word[0]) ? word : null;
    }

    static bool IsWordCharacter(char character, bool slash) =>
        char.IsAsciiLetterOrDigit(character) || character is '_' || (slash && character is '/');

    int? Integer()
    {
        var start = _position;
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (end < text.Length && IsWordCharacter(text[end], slash: false))
            return null;
        // Fails for no digits at all, and for more than an int can hold.
        var digits = text.AsSpan(start, end - start);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        _position = end;
        SkipSpace();
        return number;
    }

    void SkipSpace()
    {
        while (_position < text.Length && IsSpace(text[_position]))
            _position++;
    }

    static bool IsSpace(char character) => character is ' ' or '\t' or '\r' or '\n' or '\f';

    Error Refuse(string expected)
    {
        var found = _position == text.Length ? "the end" : $"'{Found()}'";
        return EligibilityErrors.UnreadableCriteria(_position, expected, found);
    }

    /// <summary>What stands here, as far as somebody would point at it: a word, a number or one sign.</summary>
    string Found()
    {
        var end = _position;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_'))
            end++;
        if (end == _position)
            return text[_position..(_position + (char.IsSurrogatePair(text, _position) ? 2 : 1))];
        var word = text[_position..end];
        return word.Length <= MaximumShown ? word : $"{word[..MaximumShown]}…";
    }
}
