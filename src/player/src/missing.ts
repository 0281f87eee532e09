/** Names that are asked of any object, by promises and consoles for example, and mean no use of the package. */
const harmless = new Set(["then", "toJSON", "constructor", "nodeType", ...Object.getOwnPropertyNames(Object.prototype)]);

/**
 * Stands for a package that isn't part of this site: recording, surveys and templates. An experiment that uses one
 * fails when it is loaded, not after the first trial. Whether it is there may be asked.
 * @param report tells the researchers, also when the experiment catches the error
 */
export const missingPackage = (name: string, report: (error: unknown) => void): object =>
  new Proxy({}, {
    get: (target, member) => {
      if (typeof member === "symbol" || harmless.has(member)) return Reflect.get(target, member);
      const error = new Error(
        `${name}.${member} isn't part of this site's own scripts; ` +
          "its operator can choose the manifest 'lookit' for studies that need it.",
      );
      report(error);
      throw error;
    },
  });
