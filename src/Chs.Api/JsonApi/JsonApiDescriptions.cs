namespace Chs.Api.JsonApi;

/// <summary>What the OpenAPI document says of the runner contract. The shapes stand in RunnerShapes.cs.</summary>
static class JsonApiDescriptions
{
    public static void Root(IEndpointConventionBuilder endpoint, string version)
    {
        Common(endpoint, version, "listAddresses", "Says where the lists are.", "Nobody needs to be logged in.", 406);
        endpoint.WithMetadata(
            new RunnerForAnybody(),
            new ProducesResponseTypeMetadata(200, typeof(RunnerAddresses), [JsonApiWriter.MediaType])
        );
    }

    public static void ListUsers(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<UserAttributes>(
            endpoint,
            version,
            "listUsers",
            "Lists users.",
            "Yourself, and parents of children with a consented response that you may read. E-mail addresses are for holders of a right of its own."
        );

    public static void ReadUser(IEndpointConventionBuilder endpoint, string version) =>
        Describe<UserAttributes>(endpoint, version, "readUser", "Reads a user.", "One that you find in the list.");

    public static void ListChildrenOfUser(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<ChildAttributes>(
            endpoint,
            version,
            "listChildrenOfUser",
            "Lists a user's children, youngest first.",
            "Those of them that you may see.",
            "ordering"
        );

    public static void ReadChildOfUser(IEndpointConventionBuilder endpoint, string version) =>
        Describe<ChildAttributes>(
            endpoint,
            version,
            "readChildOfUser",
            "Reads a user's child.",
            "One that you find in the list."
        );

    public static void ListDemographics(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<DemographicAttributes>(
            endpoint,
            version,
            "listDemographics",
            "Lists demographic answers, newest first.",
            "Your own, and those that belong to a consented response that you may read.",
            "ordering"
        );

    public static void ReadDemographics(IEndpointConventionBuilder endpoint, string version) =>
        Describe<DemographicAttributes>(
            endpoint,
            version,
            "readDemographics",
            "Reads demographic answers.",
            "Ones that you find in the list."
        );

    public static void ListDemographicsOfUser(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<DemographicAttributes>(
            endpoint,
            version,
            "listDemographicsOfUser",
            "Lists a user's demographic answers, newest first.",
            "Those of them that you may see.",
            "ordering"
        );

    public static void ReadDemographicsOfUser(IEndpointConventionBuilder endpoint, string version) =>
        Describe<DemographicAttributes>(
            endpoint,
            version,
            "readDemographicsOfUser",
            "Reads a user's demographic answers.",
            "Ones that you find in the list."
        );

    public static void RegisterVideo(IEndpointConventionBuilder endpoint, string version)
    {
        Common(
            endpoint,
            version,
            "registerVideo",
            "Takes note of a film that a recorder stored.",
            "Signed instead of logged in: HMAC-SHA256 over the attributes as compact ASCII JSON, in the order sent, with the key of the setting `Videos:CallbackKey`.",
            401,
            406
        );
        endpoint.WithMetadata(
            new RunnerForAnybody(),
            new RunnerHeader("X-AWS-LAMBDA-HMAC-SIG", "The signature in lower-case hex.")
        );
        endpoint.WithMetadata(
            new ProducesResponseTypeMetadata(201, typeof(RunnerDocument<VideoAttributes>), [JsonApiWriter.MediaType]),
            new RunnerBody(typeof(RunnerNewVideo))
        );
        foreach (var status in (int[])[400, 409, 413, 415])
            endpoint.WithMetadata(
                new ProducesResponseTypeMetadata(status, typeof(RunnerErrors), [JsonApiWriter.MediaType])
            );
    }

    public static void ReadStudy(IEndpointConventionBuilder endpoint, string version) =>
        Describe<StudyAttributes>(
            endpoint,
            version,
            "readStudy",
            "Reads a study.",
            "Active ones everybody who is logged in, others whoever may read their details."
        );

    public static void ReadChild(IEndpointConventionBuilder endpoint, string version) =>
        Describe<ChildAttributes>(
            endpoint,
            version,
            "readChild",
            "Reads a child.",
            "Your own, or one with a consented response that you may read."
        );

    public static void ReadResponse(IEndpointConventionBuilder endpoint, string version) =>
        Describe<ResponseAttributes>(
            endpoint,
            version,
            "readResponse",
            "Reads a response.",
            "Of your own children, or a consented one that you may read."
        );

    public static void SaveResponse(IEndpointConventionBuilder endpoint, string version) =>
        Describe<ResponseAttributes>(
            endpoint,
            version,
            "saveResponse",
            "Saves what a runner has so far.",
            "Only the child's parent. `exp_data` of a jsPsych session is the list of all trials so far: it may grow, its items may change, it can't shrink.",
            writes: true
        );

    public static void ReplaceResponse(IEndpointConventionBuilder endpoint, string version) =>
        Describe<ResponseAttributes>(
            endpoint,
            version,
            "replaceResponse",
            "Saves a response as a whole.",
            "As saving, with every writable attribute.",
            writes: true
        );

    public static void ReadResponseOfStudy(IEndpointConventionBuilder endpoint, string version) =>
        Describe<ResponseAttributes>(
            endpoint,
            version,
            "readResponseOfStudy",
            "Reads a response of a study.",
            "One that you find in the study's list."
        );

    public static void SaveResponseOfStudy(IEndpointConventionBuilder endpoint, string version) =>
        Describe<ResponseAttributes>(
            endpoint,
            version,
            "saveResponseOfStudy",
            "Saves what a runner has so far.",
            "As without the study in the address.",
            writes: true
        );

    public static void ReplaceResponseOfStudy(IEndpointConventionBuilder endpoint, string version) =>
        Describe<ResponseAttributes>(
            endpoint,
            version,
            "replaceResponseOfStudy",
            "Saves a response as a whole.",
            "As without the study in the address.",
            writes: true
        );

    public static void ReadLab(IEndpointConventionBuilder endpoint, string version) =>
        Describe<LabAttributes>(endpoint, version, "readLab", "Reads a lab.", "Approved ones, whoever is logged in.");

    public static void ListStudies(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<StudyAttributes>(
            endpoint,
            version,
            "listStudies",
            "Lists studies, last modified first.",
            "Active and public ones; researchers see also those whose details they may read."
        );

    public static void ListChildren(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<ChildAttributes>(
            endpoint,
            version,
            "listChildren",
            "Lists children, youngest first.",
            "Your own, and those with a consented response that you may read. `ordering=birthday` turns the order round.",
            "ordering"
        );

    public static void ListLabs(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<LabAttributes>(endpoint, version, "listLabs", "Lists labs by name.", "Approved ones.");

    public static void ListResponses(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<ResponseAttributes>(
            endpoint,
            version,
            "listResponses",
            "Lists responses, last modified first.",
            "Of your own children, and consented ones that you may read.",
            "child",
            "study"
        );

    public static void ListResponsesOfStudy(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<ResponseAttributes>(
            endpoint,
            version,
            "listResponsesOfStudy",
            "Lists a study's responses, last modified first.",
            "Of your own children, and those that you may read as a researcher. With `child`: only of that child, if it is yours.",
            "child"
        );

    public static void CreateResponse(IEndpointConventionBuilder endpoint, string version) =>
        Create(endpoint, version, "createResponse");

    public static void CreateResponseOfStudy(IEndpointConventionBuilder endpoint, string version) =>
        Create(endpoint, version, "createResponseOfStudy");

    public static void ListFeedback(IEndpointConventionBuilder endpoint, string version) =>
        DescribePage<FeedbackAttributes>(
            endpoint,
            version,
            "listFeedback",
            "Lists feedback, newest first.",
            "On responses of your own children, and on those that you may read."
        );

    public static void ReadFeedback(IEndpointConventionBuilder endpoint, string version) =>
        Describe<FeedbackAttributes>(
            endpoint,
            version,
            "readFeedback",
            "Reads feedback.",
            "On responses of your own children, and on those that you may read."
        );

    public static void RewriteFeedback(IEndpointConventionBuilder endpoint, string version) =>
        DescribeFeedback(endpoint, version, "rewriteFeedback", "Rewrites feedback.", 200);

    public static void ReplaceFeedback(IEndpointConventionBuilder endpoint, string version) =>
        DescribeFeedback(endpoint, version, "replaceFeedback", "Rewrites feedback as a whole.", 200);

    public static void GiveFeedback(IEndpointConventionBuilder endpoint, string version) =>
        DescribeFeedback(endpoint, version, "giveFeedback", "Gives feedback on a response.", 201);

    static void DescribeFeedback(
        IEndpointConventionBuilder endpoint,
        string version,
        string operation,
        string summary,
        int status
    )
    {
        Common(endpoint, version, operation, summary, "Needs the right to feedback on the response's study.");
        endpoint.WithMetadata(
            new ProducesResponseTypeMetadata(
                status,
                typeof(RunnerDocument<FeedbackAttributes>),
                [JsonApiWriter.MediaType]
            )
        );
        Writes(endpoint, status == 201 ? typeof(RunnerNewFeedback) : typeof(RunnerDocument<FeedbackAttributes>));
    }

    static void Create(IEndpointConventionBuilder endpoint, string version, string operation)
    {
        Common(
            endpoint,
            version,
            operation,
            "Makes a response for one of your children.",
            "The relationships study and child are needed, attributes aren't. The study must be active, or one that you may preview: then the response is a preview."
        );
        endpoint.WithMetadata(
            new ProducesResponseTypeMetadata(201, typeof(RunnerDocument<ResponseAttributes>), [JsonApiWriter.MediaType])
        );
        Writes(endpoint, typeof(RunnerNewDocument<ResponseChanges>));
    }

    static void DescribePage<T>(
        IEndpointConventionBuilder endpoint,
        string version,
        string operation,
        string summary,
        string description,
        params string[] filters
    )
        where T : class
    {
        Common(endpoint, version, operation, summary, description);
        endpoint.WithMetadata(new RunnerQuery([.. filters, "page", "page_size"]));
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(200, typeof(RunnerPage<T>), [JsonApiWriter.MediaType]));
        if (filters.Any(filter => filter is "child" or "study"))
            endpoint.WithMetadata(
                new ProducesResponseTypeMetadata(400, typeof(RunnerErrors), [JsonApiWriter.MediaType])
            );
    }

    static void Writes(IEndpointConventionBuilder endpoint, Type body)
    {
        endpoint.WithMetadata(new RunnerBody(body));
        foreach (var status in (int[])[400, 403, 409, 413, 415])
            endpoint.WithMetadata(
                new ProducesResponseTypeMetadata(status, typeof(RunnerErrors), [JsonApiWriter.MediaType])
            );
    }

    public static void ListPastSessions(IEndpointConventionBuilder endpoint, string version)
    {
        Common(
            endpoint,
            version,
            "listPastSessions",
            "Lists all sessions of the same child in the same study.",
            "Oldest first, without pages; for whoever may read the response named."
        );
        endpoint.WithMetadata(
            new ProducesResponseTypeMetadata(200, typeof(RunnerList<ResponseAttributes>), [JsonApiWriter.MediaType])
        );
    }

    static void Describe<T>(
        IEndpointConventionBuilder endpoint,
        string version,
        string operation,
        string summary,
        string description,
        bool writes = false
    )
        where T : class
    {
        Common(endpoint, version, operation, summary, description);
        endpoint.WithMetadata(
            new ProducesResponseTypeMetadata(200, typeof(RunnerDocument<T>), [JsonApiWriter.MediaType])
        );
        if (writes)
            Writes(endpoint, typeof(RunnerDocument<ResponseChanges>));
    }

    static void Common(
        IEndpointConventionBuilder endpoint,
        string version,
        string operation,
        string summary,
        string description
    ) => Common(endpoint, version, operation, summary, description, 401, 404, 406);

    static void Common(
        IEndpointConventionBuilder endpoint,
        string version,
        string operation,
        string summary,
        string description,
        params int[] problems
    )
    {
        endpoint
            .WithName($"{operation}{version.ToUpperInvariant()}")
            .WithSummary(summary)
            .WithDescription(description)
            .WithTags(version)
            .WithGroupName("runner");
        foreach (var status in problems)
            endpoint.WithMetadata(
                new ProducesResponseTypeMetadata(status, typeof(RunnerErrors), [JsonApiWriter.MediaType])
            );
    }
}
