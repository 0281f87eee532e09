namespace Chs.Domain.Studies;

/// <summary>One role of one person in a lab or a study.</summary>
interface IMembership<out TRole>
{
    long UserId { get; }
    TRole Role { get; }
}
