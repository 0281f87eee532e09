using System.ComponentModel;
using System.Reflection;
using Chs.Application.Accounts;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Microsoft.Extensions.Configuration;

namespace Chs.Infrastructure.Settings;

/// <summary>Binds the settings, and finds every key that can't be bound.</summary>
/// <remarks>
/// The platform's binder stops at the first such key. So each key is bound by itself first, and then those together
/// that can be bound.
/// </remarks>
static class SettingsBinder
{
    const string OpenIdKey = nameof(ChsSettings.OpenId);

    static readonly Type[] Choices =
    [
        typeof(DatabaseProvider),
        typeof(MailProvider),
        typeof(MailTls),
        typeof(QueueProvider),
        typeof(ArtefactProvider),
        typeof(VideoProvider),
        typeof(SecondFactorRule),
        typeof(ReviewedField),
        typeof(PlayFileKind),
        typeof(OpenIdPreset),
    ];

    static readonly Dictionary<Type, string> Forms = new()
    {
        [typeof(bool)] = "must be true or false",
        [typeof(int)] = "must be a whole number",
        [typeof(long)] = "must be a whole number",
        [typeof(double)] = "must be a number, such as 0.5",
        [typeof(Guid)] = "must be a uuid",
        [typeof(TimeSpan)] = "must be a duration, such as 00:05:00",
        [typeof(Uri)] = "must be an address, such as https://chs.example/",
    };

    static SettingsBinder()
    {
        foreach (var choice in Choices)
            TypeDescriptor.AddAttributes(choice, new TypeConverterAttribute(typeof(EnumNameConverter)));
    }

    /// <returns>The settings, with the default where a key can't be bound.</returns>
    public static ChsSettings Bind(IConfiguration section, out IReadOnlyList<string> faults)
    {
        List<KeyValuePair<string, string?>> bindable = [];
        List<string> found = [];
        foreach (var pair in section.AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null))
        {
            if (FindFault(pair) is { } fault)
                found.Add(SettingsRules.Fault(pair.Key, fault));
            // A blank value is none: deployments pass on variables that nobody has set.
            else if (!string.IsNullOrWhiteSpace(pair.Value))
                bindable.Add(pair);
        }

        faults = found;
        return Bind(bindable);
    }

    static string? FindFault(KeyValuePair<string, string?> pair)
    {
        // Earlier versions had one provider, without a number.
        if (
            !string.IsNullOrWhiteSpace(pair.Value)
            && pair.Key.Split(':') is [OpenIdKey, [not (>= '0' and <= '9'), ..] name]
        )
            return $"there can be several log-ins now: name this one {OpenIdKey}:0:{name}";
        try
        {
            Bind([pair]);
            return null;
        }
        catch (InvalidOperationException failure)
        {
            // The binder itself says that a key is unknown; where a value can't be converted, it wraps the reason.
            var reason = failure.GetBaseException();
            if (reason is InvalidOperationException)
                return "no setting of this name takes a value";
            return string.IsNullOrWhiteSpace(pair.Value) ? null : FormOf(pair.Key) ?? reason.Message;
        }
    }

    /// <returns>What a setting must look like; null where only its converter can say that.</returns>
    static string? FormOf(string key)
    {
        var type = typeof(ChsSettings);
        foreach (var part in key.Split(':'))
            type = MemberOf(type, part);
        return Forms.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type);
    }

    /// <returns>The type of a member or, of a list, of its items.</returns>
    static Type MemberOf(Type type, string name) =>
        type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.PropertyType
        ?? type.GenericTypeArguments.LastOrDefault(typeof(object));

    static ChsSettings Bind(IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        var settings = new ChsSettings();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(pairs).Build();
        configuration.Bind(settings, options => options.ErrorOnUnknownConfiguration = true);
        return settings;
    }

    /// <summary>
    /// Takes the names of an enum's values. The platform's converter also takes numbers, and several names at once.
    /// </summary>
    sealed class EnumNameConverter(Type type) : EnumConverter(type)
    {
        public override object? ConvertFrom(
            ITypeDescriptorContext? context,
            System.Globalization.CultureInfo? culture,
            object value
        )
        {
            var names = Enum.GetNames(EnumType);
            if (!names.Contains(value as string, StringComparer.OrdinalIgnoreCase))
                throw new FormatException($"'{value}' isn't one of {string.Join(", ", names)}");
            return base.ConvertFrom(context, culture, value);
        }
    }
}
