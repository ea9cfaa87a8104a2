import React from 'react';
import type { LinkModel } from '@grafana/data';
import { Button, Dropdown, LinkButton, Menu } from '@grafana/ui';

/** The data links of what is shown: one as itself, several as a menu. */
export function Links({ links }: { links: LinkModel[] }) {
  if (links.length === 0) return null;
  if (links.length === 1) {
    const [{ href, title, target, onClick }] = links;
    return (
      <LinkButton size="sm" fill="text" variant="secondary" icon="external-link-alt" href={href} target={target} onClick={onClick}>
        {title}
      </LinkButton>
    );
  }
  const items = links.map(({ href, title, target, onClick }) => (
    <Menu.Item key={`${href} ${title}`} label={title} url={href} target={target} onClick={onClick} />
  ));
  return (
    <Dropdown overlay={<Menu>{items}</Menu>} placement="top-end">
      <Button size="sm" fill="text" variant="secondary" icon="link">{`${links.length} links`}</Button>
    </Dropdown>
  );
}
