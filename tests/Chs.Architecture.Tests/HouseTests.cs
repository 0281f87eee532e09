using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AutoMapper.Internal;
using Chs.Application;
using Chs.Application.Exports;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Studies;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Extensions.DependencyInjection;
using NetArchTest.Rules;
using Xunit;

namespace Chs.Architecture.Tests;

/// <summary>The rules of the house. Each also checks that it speaks about something: a rule about nothing is no rule.</summary>
public class HouseTests
{
    static readonly Assembly DomainLayer = typeof(Study).Assembly,
        ApplicationLayer = typeof(ApplicationServices).Assembly,
        InfrastructureLayer = typeof(ChsSettings).Assembly,
        Api = Assembly.Load("Chs.Api");
    static readonly Assembly[] All =
    [
        DomainLayer,
        ApplicationLayer,
        InfrastructureLayer,
        Api,
        Assembly.Load("Chs.BuildWorker"),
    ];

    [Fact]
    public void Domain_knows_only_the_base_library() =>
        Assert.All(DomainLayer.GetReferencedAssemblies(), reference => Assert.StartsWith("System", reference.Name));

    [Fact]
    public void Application_knows_the_domain_and_its_few_libraries()
    {
        string[] allowed =
        [
            "System",
            "Chs.Domain",
            "MediatR",
            "FluentValidation",
            "AutoMapper",
            "Microsoft.EntityFrameworkCore",
            "Microsoft.Extensions.DependencyInjection",
            "Microsoft.Extensions.Logging.Abstractions",
            "Scrutor",
            "CsvHelper",
            "DiffPlex",
            "Acornima",
            "Markdig",
            "HtmlSanitizer",
            "AngleSharp",
        ];
        Assert.All(
            ApplicationLayer.GetReferencedAssemblies(),
            reference => Assert.Contains(allowed, name => reference.Name!.StartsWith(name, StringComparison.Ordinal))
        );
        Assert.DoesNotContain(
            ApplicationLayer.GetReferencedAssemblies(),
            reference =>
                reference.Name is "Microsoft.EntityFrameworkCore.Relational" or "Npgsql" or "Microsoft.AspNetCore.Http"
        );
    }

    [Fact]
    public void Infrastructure_knows_no_host() =>
        Assert.DoesNotContain(
            InfrastructureLayer.GetReferencedAssemblies(),
            reference => reference.Name is "Chs.Api" or "Chs.BuildWorker"
        );

    [Fact]
    public void Ports_are_interfaces_with_the_types_of_their_signatures()
    {
        var ports = ApplicationLayer.GetTypes().Where(type => type.Namespace == "Chs.Application.Ports").ToList();
        Assert.NotEmpty(ports);
        Assert.DoesNotContain(ports, type => type is { IsAbstract: true, IsSealed: true });
        var files = SourceTree.SourceFiles("src/Chs.Application/Ports").Select(Path.GetFileNameWithoutExtension);
        Assert.All(files, file => Assert.Contains(ports, port => port.IsInterface && port.Name == file));
    }

    [Fact]
    public void Controllers_name_no_infrastructure_and_no_database()
    {
        var controllers = Types.InAssembly(Api).That().Inherit(typeof(ControllerBase));
        Assert.NotEmpty(controllers.GetTypes());
        var result = controllers
            .ShouldNot()
            .HaveDependencyOnAny("Chs.Infrastructure", "Microsoft.EntityFrameworkCore")
            .GetResult();
        Assert.True(result.IsSuccessful, string.Join('\n', result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Aggregates_hold_no_other_aggregate()
    {
        var roots = DomainLayer.GetTypes().Where(type => type.IsSubclassOf(typeof(Aggregate))).ToHashSet();
        Assert.NotEmpty(roots);
        Assert.Empty(
            from root in roots
            from property in root.GetProperties()
            where roots.Overlaps([property.PropertyType, .. property.PropertyType.GenericTypeArguments])
            select $"{root.Name}.{property.Name}"
        );
    }

    [Fact]
    public void Aggregates_are_changed_by_their_verbs_only()
    {
        var setters = DomainLayer
            .GetTypes()
            .Where(type =>
                type.IsSubclassOf(typeof(Aggregate)) || type.Name is "ResponseEntry" or "Credential" or "StudyVersion"
            )
            .SelectMany(type => type.GetProperties())
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}");
        Assert.Empty(setters);
    }

    [Fact]
    public void Every_request_has_one_handler_and_changes_say_so()
    {
        var requests = ApplicationLayer
            .GetTypes()
            .Where(type =>
                type is { IsAbstract: false, IsInterface: false }
                && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))
            )
            .ToList();
        Assert.NotEmpty(requests);
        foreach (var request in requests)
        {
            var handlers = ApplicationLayer
                .GetTypes()
                .Count(type =>
                    type.GetInterfaces()
                        .Any(i =>
                            i.IsGenericType
                            && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
                            && i.GenericTypeArguments[0] == request
                        )
                );
            Assert.True(handlers == 1, $"{request.Name} has {handlers} handlers");
            var isQuery = request
                .GetInterfaces()
                .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQuery<>));
            Assert.True(
                isQuery || request.IsAssignableTo(typeof(IChange)) || request.IsAssignableTo(typeof(IOwnTransactions)),
                $"{request.Name} is neither a question nor a change"
            );
        }
    }

    [Fact]
    public void The_container_finds_handlers_validators_and_the_pipeline()
    {
        var services = new ServiceCollection().AddApplication();
        Assert.Contains(
            services,
            s => s.ServiceType.IsGenericType && s.ServiceType.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
        );
        Assert.Contains(
            services,
            s => s.ServiceType.IsGenericType && s.ServiceType.GetGenericTypeDefinition() == typeof(IValidator<>)
        );
        Assert.Equal(8, services.Count(s => s.ServiceType == typeof(IPipelineBehavior<,>)));
    }

    [Fact]
    public void AutoMapper_maps_entities_to_flat_views_only()
    {
        using var provider = new ServiceCollection().AddApplication().BuildServiceProvider();
        var configuration = provider.GetRequiredService<AutoMapper.IConfigurationProvider>();
        configuration.AssertConfigurationIsValid();
        var maps = configuration.Internal().GetAllTypeMaps();
        Assert.NotEmpty(maps);
        // Without a mapper nothing is mapped in memory: there are only projections, which a database runs.
        Assert.Null(provider.GetService<AutoMapper.IMapper>());
        Assert.All(
            maps,
            map =>
            {
                Assert.Equal(DomainLayer, map.SourceType.Assembly);
                Assert.Equal(ApplicationLayer, map.DestinationType.Assembly);
                // The advisory is about recursion: a flat type has none.
                Assert.All(
                    map.DestinationType.GetProperties(),
                    property =>
                        Assert.True(
                            property.PropertyType.IsValueType || property.PropertyType == typeof(string),
                            $"{map.DestinationType.Name}.{property.Name} isn't flat"
                        )
                );
            }
        );
    }

    [Fact]
    public void Names_say_more_than_the_compiler_knows() =>
        Assert.DoesNotContain(
            All.SelectMany(assembly => assembly.GetTypes()),
            type => Regex.IsMatch(type.Name, "(Helper|Manager|Utils|Impl|Dto)$")
        );

    [Fact]
    public void Public_types_carry_a_comment()
    {
        foreach (var assembly in All)
        {
            var documented = XDocument
                .Load(Path.ChangeExtension(assembly.Location, ".xml"))
                .Descendants("member")
                .Where(m => m.Element("summary") is not null || m.Element("inheritdoc") is not null)
                .Select(m => m.Attribute("name")!.Value)
                .ToHashSet();
            var types = assembly
                .GetExportedTypes()
                .Where(type =>
                    !type.FullName!.Contains(".Migrations.") && !type.Name.StartsWith('<') && type.Name != "Program"
                )
                .ToList();
            if (assembly.GetName().Name != "Chs.BuildWorker")
                Assert.NotEmpty(types);
            Assert.All(
                types,
                type =>
                    Assert.True(
                        documented.Contains($"T:{type.FullName!.Replace('+', '.')}"),
                        $"{type.FullName} has no comment"
                    )
            );
        }
    }

    [Fact]
    public void Classes_are_sealed_unless_others_inherit() =>
        Assert.Empty(
            from type in All.SelectMany(assembly => assembly.GetTypes())
            where
                type is { IsClass: true, IsSealed: false, IsAbstract: false }
                && !type.FullName!.Contains(".Migrations.")
                && !type.Name.StartsWith('<')
                && type.Name != "Program"
                && !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
            where !All.SelectMany(assembly => assembly.GetTypes()).Any(other => other.BaseType == type)
            select type.FullName
        );

    [Fact]
    public void Ports_have_adapters_and_other_interfaces_several_classes()
    {
        var interfaces = All.SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type.IsInterface
                && type.Namespace != "Chs.Application.Ports"
                && !type.Name.StartsWith("IOutcome", StringComparison.Ordinal)
            )
            .ToList();
        Assert.NotEmpty(interfaces);
        Assert.All(
            interfaces,
            type =>
                Assert.True(
                    All.SelectMany(assembly => assembly.GetTypes())
                        .Count(other =>
                            other != type
                            && other
                                .GetInterfaces()
                                .Any(i => i == type || (i.IsGenericType && i.GetGenericTypeDefinition() == type))
                        ) > 1,
                    $"{type.Name} has one implementation and is no port"
                )
        );
    }

    [Fact]
    public void Every_package_has_a_reason_in_the_decisions()
    {
        var decisions = string.Concat(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs/decisions"), "*.md").Select(File.ReadAllText)
        );
        var packages = XDocument
            .Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(p => p.Attribute("Include")!.Value)
            .ToList();
        Assert.NotEmpty(packages);
        Assert.All(
            packages,
            package =>
                Assert.True(
                    decisions.Contains(package, StringComparison.Ordinal),
                    $"{package} has no reason in docs/decisions"
                )
        );
    }

    /// <summary>Families type into what researchers open in Excel. So no file is written past the one place that knows.</summary>
    [Fact]
    public void Every_CSV_can_be_had_for_spreadsheets()
    {
        var actions = Api.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ControllerBase)))
            .SelectMany(type => type.GetMethods())
            .Where(action =>
                action
                    .GetCustomAttributes<ProducesResponseTypeAttribute>()
                    .Any(answer => ContentTypesOf(answer).Any(type => type is "text/csv" or "application/zip"))
            )
            .ToList();
        Assert.NotEmpty(actions);
        Assert.All(
            actions,
            action =>
                Assert.Contains(
                    action.GetParameters(),
                    parameter => parameter.Name == "for" && parameter.ParameterType == typeof(CsvUse?)
                )
        );
        var writers = SourceTree
            .SourceFiles("src")
            .Where(file => File.ReadAllText(file).Contains("CsvWriter", StringComparison.Ordinal));
        Assert.Equal(["src/Chs.Application/Exports/CsvTable.cs"], writers.Select(SourceTree.Relative));
    }

    static MediaTypeCollection ContentTypesOf(ProducesResponseTypeAttribute answer)
    {
        var types = new MediaTypeCollection();
        ((IApiResponseMetadataProvider)answer).SetContentTypes(types);
        return types;
    }
}
