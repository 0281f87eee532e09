namespace Chs.Domain.Labs;

/// <summary>The role of a researcher in a lab. <see cref="Studies.Permissions"/> has the rights of each.</summary>
public enum LabRole
{
    /// <summary>A member of the lab without rights in it, who can be given roles in its studies.</summary>
    Associate = 0,

    Guest = 1,
    Readonly = 2,
    Member = 3,
    Admin = 4,
}
