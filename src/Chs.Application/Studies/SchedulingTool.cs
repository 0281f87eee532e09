namespace Chs.Application.Studies;

/// <summary>How appointments for an external study are made.</summary>
public enum SchedulingTool
{
    Calendly = 1,
    GoogleCalendar,
    GoogleForm,
    Other,
}
