using FluentValidation;
using FluentValidation.Validators;

namespace Chs.Application.Rules;

/// <summary>A rule about the length of a list, which the contract tells as well.</summary>
public interface IListLengthValidator : IPropertyValidator
{
    /// <summary>Most items.</summary>
    int Max { get; }
}

/// <summary>Rules of lists.</summary>
static class ListRules
{
    /// <summary>Refuses a list that is longer. A list that is missing is another rule's.</summary>
    public static IRuleBuilderOptions<T, TList> MustHoldAtMost<T, TList>(this IRuleBuilder<T, TList> list, int max)
        where TList : System.Collections.IEnumerable? =>
        list.SetValidator(new LengthValidator<T, TList>(max)).WithErrorCode("too_many");

    sealed class LengthValidator<T, TList>(int max) : PropertyValidator<T, TList>, IListLengthValidator
        where TList : System.Collections.IEnumerable?
    {
        public override string Name => "ListLength";

        public int Max => max;

        public override bool IsValid(ValidationContext<T> context, TList value) =>
            value is null || value.Cast<object?>().Count() <= max;

        protected override string GetDefaultMessageTemplate(string errorCode) => $"Give at most {max} items.";
    }
}
