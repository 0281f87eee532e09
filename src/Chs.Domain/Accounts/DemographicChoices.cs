namespace Chs.Domain.Accounts;

/// <summary>The codes among which the demographic survey lets families choose. They are those of the reference.</summary>
public static class DemographicChoices
{
    public static readonly IReadOnlyList<string> NumberOfChildren =
    [
        .. Enumerable.Range(0, 11).Select(n => $"{n}"),
        ">10",
    ];

    public static readonly IReadOnlyList<string> NumberOfGuardians = ["1", "2", "3", "varies"];

    public static readonly IReadOnlyList<string> RaceEthnicity =
    [
        "white",
        "hisp",
        "black",
        "asian",
        "native",
        "mideast-naf",
        "hawaiian-pac-isl",
        "other",
    ];

    /// <summary>Years.</summary>
    public static readonly IReadOnlyList<string> Age =
        "<18 18-21 22-24 25-29 30-34 35-39 40-44 45-49 50s 60s >70".Split(' ');

    public static readonly IReadOnlyList<string> EducationLevel = "some hs col assoc bach grad prof".Split(' ');

    /// <summary>Dollars a year.</summary>
    public static readonly IReadOnlyList<string> AnnualIncome =
    [
        "0",
        "5000",
        "10000",
        "15000",
        .. Enumerable.Range(2, 18).Select(n => $"{n}0000"),
        ">200000",
        "na",
    ];

    public static readonly IReadOnlyList<string> Density = ["urban", "suburban", "rural"];

    /// <summary>ISO 3166 alpha-2.</summary>
    public static readonly IReadOnlyList<string> Countries = (
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
        + "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO "
        + "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
        + "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
        + "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
        + "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM "
        + "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
    ).Split(' ');

    /// <summary>States, districts and territories of the United States.</summary>
    public static readonly IReadOnlyList<string> States = (
        "AL AK AS AZ AR CA CO CT DE DC FL GA GU HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND "
        + "MP OH OK OR PA PR RI SC SD TN TX UM UT VT VA VI WA WV WI WY"
    ).Split(' ');
}
