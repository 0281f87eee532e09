using System.Collections;
using FluentValidation;
using FluentValidation.Validators;

namespace Chs.Application.Rules;

/// <summary>Rules of lists.</summary>
static class ListRules
{
    /// <summary>Refuses a list that is longer. A list that is missing is another rule's.</summary>
    public static IRuleBuilderOptions<T, TList> MustHoldAtMost<T, TList>(this IRuleBuilder<T, TList> list, int max)
        where TList : IEnumerable? => list.SetValidator(new LengthValidator<T, TList>(max)).WithErrorCode("too_many");

    sealed class LengthValidator<T, TList>(int max) : PropertyValidator<T, TList>, ILengthValidator
        where TList : IEnumerable?
    {
        public override string Name => "ListLength";

        public int Min => 0;

        public int Max => max;

        public override bool IsValid(ValidationContext<T> context, TList value) =>
            value is null || value.Cast<object?>().Count() <= max;

        protected override string GetDefaultMessageTemplate(string errorCode) => $"Give at most {max} items.";
    }
}
