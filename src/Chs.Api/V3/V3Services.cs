using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Chs.Application;
using FluentValidation;
using FluentValidation.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Chs.Api.V3;

/// <summary>Registers the controllers of v3 and how they read and write JSON.</summary>
static class V3Services
{
    public static IServiceCollection AddV3(this IServiceCollection services)
    {
        services
            .AddControllers(ConfigureMvc)
            .ConfigureApiBehaviorOptions(ConfigureProblems)
            .AddJsonOptions(options => ConfigureJson(options.JsonSerializerOptions));
        // Messages are English, whatever the server's locale.
        ValidatorOptions.Global.LanguageManager.Enabled = false;
        ValidatorOptions.Global.DisplayNameResolver = (type, member, _) => DisplayNameOf(type, member);
        // Only the metadata: requests are validated by the pipeline of the use cases.
        services.AddFluentValidationClientsideAdapters();
        return services.AddScoped<V3Gate>().AddScoped<BindingFaultsFilter>();
    }

    /// <summary>Messages about requests name members as clients write them; those about settings don't.</summary>
    static string? DisplayNameOf(Type validated, MemberInfo? member)
    {
        var isRequest = validated.Assembly == typeof(ApplicationServices).Assembly;
        return isRequest && member is not null ? JsonNamingPolicy.CamelCase.ConvertName(member.Name) : null;
    }

    static void ConfigureMvc(MvcOptions options)
    {
        options.SuppressAsyncSuffixInActionNames = false;
        options.Conventions.Add(new HeadConvention());
        options.ModelBinderProviders.Insert(0, new EnumBinder.Provider());
        // No operation takes a form.
        options.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
        options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
        options.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
        options.InputFormatters.Clear();
        options.InputFormatters.Add(new JsonBodyFormatter());
        // A string is answered as JSON too.
        options.OutputFormatters.RemoveType<StringOutputFormatter>();
        var json = options.OutputFormatters.OfType<SystemTextJsonOutputFormatter>().Single();
        json.SupportedMediaTypes.Clear();
        json.SupportedMediaTypes.Add("application/json");
        json.SupportedMediaTypes.Add(V3Problems.MediaType);
    }

    static void ConfigureProblems(ApiBehaviorOptions options)
    {
        // BindingFaultsFilter refuses such requests.
        options.SuppressModelStateInvalidFilter = true;
        // Answers without a body get one from ErrorHandling, in the form of their contract.
        options.SuppressMapClientErrors = true;
    }

    static void ConfigureJson(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.Converters.Add(new InstantJsonConverter());
        // A misspelt member is refused, not ignored.
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.AllowDuplicateProperties = false;
        json.TypeInfoResolver = json.TypeInfoResolver?.WithAddedModifier(OptionalMembers.Unwrap);
    }
}
