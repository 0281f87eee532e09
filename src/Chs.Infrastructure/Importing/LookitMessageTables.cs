namespace Chs.Infrastructure.Importing;

/// <summary>Mail that researchers sent to families through Lookit.</summary>
static class LookitMessageTables
{
    public static readonly TableCopy Messages = new()
    {
        Entity = "messages",
        Table = "messages",
        Key = ["id", "uuid"],
        From = "FROM accounts_message m",
        Columns =
        [
            ("id", "m.id::bigint"),
            ("uuid", "m.uuid"),
            ("sender_id", "m.sender_id::bigint"),
            ("subject", "m.subject"),
            ("body", "m.body"),
            ("study_id", "m.related_study_id::bigint"),
            ("created_at", "m.date_created"),
            ("sent_at", "m.email_sent_timestamp"),
        ],
    };

    public static readonly TableCopy Recipients = new()
    {
        Entity = "recipients of messages",
        Table = "message_recipients",
        Key = ["message_id", "user_id"],
        From = "FROM accounts_message_recipients r",
        Columns = [("message_id", "r.message_id::bigint"), ("user_id", "r.user_id::bigint")],
        OrderBy = "1, 2",
    };

    public static readonly TableCopy Children = new()
    {
        Entity = "children in messages",
        Table = "message_children",
        Key = ["message_id", "child_id"],
        From = "FROM accounts_message_children_of_interest c",
        Columns = [("message_id", "c.message_id::bigint"), ("child_id", "c.child_id::bigint")],
        OrderBy = "1, 2",
    };
}
